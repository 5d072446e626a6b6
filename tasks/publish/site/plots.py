"""Plots of the quality report, drawn by Altair when the release is made: plain SVG, no script, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tasks.publish.site.links import indicator_mark, report_page
from tasks.publish.site.panel import Trend, unit
from tasks.publish.site.values import Row

WIDTH, HEIGHT = 430, 220
MAX_POINTS = 1500  # a plot of more is a smear, and a page of more is heavy
NOWHERE = "https://vega.github.io/vega-datasets/"  # what the renderer puts before a relative link


def svg(chart: Any) -> Markup:
    """The chart as inline SVG whose links lead into the site."""
    import vl_convert

    drawn = chart.properties(width=WIDTH, height=HEIGHT).configure(
        font="sans-serif", background="transparent"
    )
    text: str = vl_convert.vegalite_to_svg(drawn.to_dict())
    return Markup(text.replace(NOWHERE, ""))  # the renderer escapes every text it draws


def trend_plot(trend: Trend, title: str) -> Markup:
    """Medians over the years: the fixed panel as a line, all reports beside it as points."""
    import altair as alt

    rows = [
        {"year": p.year, "value": value, "who": who}
        for p in trend.points
        for who, value in (("固定样本 panel", p.panel), ("全部报告 all reports", p.everyone))
        if value is not None
    ]
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("year:O", title="年度 year", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=False)),
        color=alt.Color("who:N", title=None, legend=alt.Legend(orient="bottom"), scale=_two()),
        strokeDash=alt.StrokeDash("who:N", legend=None, scale=_two([[1, 0], [5, 4]])),
    )
    return svg(base.mark_line() + base.mark_point(filled=True, size=50))


def _data(rows: list[Row]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def _two(looks: list[Any] | None = None) -> Any:
    """The fixed panel and all reports, told apart by colour and by dash."""
    import altair as alt

    names = ["固定样本 panel", "全部报告 all reports"]
    return alt.Scale(domain=names, range=looks or ["#17568f", "#b86a00"])


def spread_plot(headline: Sequence[Row], column: str, title: str) -> Markup:
    """Every value of a column by year, each a link to its mark, over the quartiles of the year."""
    import altair as alt

    rows = _points(headline, column)
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=False)),
        x=alt.X("year:O", title="年度 year", axis=alt.Axis(labelAngle=0)),
    )
    box = base.mark_boxplot(outliers=False, size=44, color="#c9d8e8", median={"color": "#17568f"})
    dots = base.mark_circle(size=26, opacity=0.65, color="#17568f").encode(
        xOffset=alt.XOffset("shift:Q", scale=alt.Scale(domain=[-3, 3])), href="href:N"
    )
    return svg(box + dots)


def _points(headline: Sequence[Row], column: str) -> list[Row]:
    held = [row for row in headline if row[column] is not None][:MAX_POINTS]
    indicator = column.removesuffix("_yuan").removesuffix("_pct")
    return [
        {"year": r["fiscal_year"], "value": r[column], "shift": (i * 7 % 21 - 10) / 10}
        | {"href": indicator_mark(r["report_id"], indicator)}
        for i, r in enumerate(held)
    ]


def years_apart_plot(headline: Sequence[Row], column: str, title: str) -> Markup | None:
    """Each unit's value against its value the year before; far from the diagonal means a second look."""
    import altair as alt

    known = {(unit(r), r["fiscal_year"]): r[column] for r in headline}
    rows = [
        {"before": before, "now": r[column], "far": not 0.5 <= r[column] / before <= 2}
        | {"href": report_page(r["report_id"]), "place": f"{r['district'] or ''} {r['fiscal_year']}"}
        for r in headline
        if (before := known.get((unit(r), r["fiscal_year"] - 1))) and r[column]
    ][:MAX_POINTS]
    if not rows:
        return None
    both = [value for row in rows for value in (row["before"], row["now"])]
    ends = [{"v": min(both)}, {"v": max(both)}]
    axis = alt.Axis(format="~s", tickCount=4)
    diagonal = (
        alt.Chart(_data(ends))
        .mark_line(color="#aab6c1", strokeDash=[4, 3])
        .encode(x=alt.X("v:Q", scale=alt.Scale(type="log")), y=alt.Y("v:Q", scale=alt.Scale(type="log")))
    )
    dots = (
        alt.Chart(_data(rows))
        .mark_circle(size=50, opacity=0.75)
        .encode(
            x=alt.X(
                "before:Q", title="上年 the year before", scale=alt.Scale(type="log", nice=False), axis=axis
            ),
            y=alt.Y("now:Q", title=title, scale=alt.Scale(type="log", nice=False), axis=axis),
            color=alt.Color("far:N", legend=None, scale=alt.Scale(range=["#17568f", "#a8221b"])),
            href="href:N",
            description="place:N",
        )
    )
    return svg(diagonal + dots)


def rules_plot(failing: Sequence[Row]) -> Markup | None:
    """How often each check on the reports fails."""
    import altair as alt

    count = Counter((row["rule"], row["severity"]) for row in failing)
    rows = [{"rule": rule, "severity": severity, "n": n} for (rule, severity), n in count.most_common(14)]
    if not rows:
        return None
    colours = alt.Scale(domain=["error", "warning", "info"], range=["#a8221b", "#b86a00", "#8795a3"])
    chart = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            y=alt.Y("rule:N", sort="-x", title=None, axis=alt.Axis(labelLimit=220)),
            x=alt.X("n:Q", title="未成立的核查 checks failing", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("severity:N", title=None, scale=colours, legend=alt.Legend(orient="bottom")),
        )
    )
    return svg(chart)


def confidence_plot(confidences: Sequence[float]) -> Markup | None:
    """How sure the matching of indicators is, as a histogram."""
    import altair as alt

    count = Counter(min(int(c * 20), 19) / 20 for c in confidences)
    rows = [{"from": low, "to": low + 0.05, "n": n} for low, n in sorted(count.items())]
    if not rows:
        return None
    chart = (
        alt.Chart(_data(rows))
        .mark_bar(color="#2c7a57")
        .encode(
            x=alt.X("from:Q", bin="binned", title="置信度 confidence", scale=alt.Scale(domain=[0.4, 1])),
            x2="to:Q",
            y=alt.Y("n:Q", title="指标值 indicator values"),
        )
    )
    return svg(chart)
