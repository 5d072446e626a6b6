"""Plots of the quality report, drawn by Altair when the release is made: plain SVG, no script, no network."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from tasks.publish.site import names
from tasks.publish.site.links import indicator_mark, report_page
from tasks.publish.site.panel import Trend, unit
from tasks.publish.site.rules import rule_name
from tasks.publish.site.values import Row

WIDTH, HEIGHT = 430, 210
CLIP = re.compile(r"\bclip\d+\b")
INK, SOFT = "#1b2733", "#55636f"
MAX_POINTS = 1500  # a plot of more is a smear, and a page of more is heavy
NOWHERE = "https://vega.github.io/vega-datasets/"  # what the renderer puts before a relative link


def svg(chart: Any, height: int = HEIGHT) -> Markup:
    """The chart as inline SVG whose links lead into the site."""
    import vl_convert

    drawn = (
        chart.properties(width=WIDTH, height=height)
        .configure(font="sans-serif", background="transparent")
        .configure_axis(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelColor=SOFT, titleColor=SOFT,
            gridColor="#e6ebf0", domainColor="#b9c4ce", tickColor="#b9c4ce",
        )
        .configure_legend(labelFontSize=12, labelColor=INK, symbolSize=90)
        .configure_view(stroke=None)
    )  # fmt: skip
    spec = drawn.to_dict()
    text: str = vl_convert.vegalite_to_svg(spec)
    # The renderer counts its clips over all it ever drew: named by their plot they are the same every time.
    name = sha256(json.dumps(spec, sort_keys=True, default=str).encode()).hexdigest()[:8]
    counts = {clip: n for n, clip in enumerate(dict.fromkeys(CLIP.findall(text)))}
    text = CLIP.sub(lambda found: f"clip-{name}-{counts[found.group()]}", text)
    return Markup(text.replace(NOWHERE, ""))  # the renderer escapes every text it draws


def scaled(values: Sequence[float], unit: str) -> tuple[float, str]:
    """What large amounts are divided by to be read, and the unit they are then in."""
    if unit != "元" or not values:
        return 1, unit
    most = max(values)
    return next(((by, name) for by, name in ((1e8, "亿元"), (1e4, "万元")) if most >= by), (1, unit))


def _on_top(unit: str) -> dict[str, Any]:
    """A title of the upright axis that lies above it, where it can be read without turning one's head."""
    return {
        "title": unit,
        "titleAngle": 0,
        "titleAnchor": "start",
        "titleAlign": "left",
        "titleX": -28,
        "titleY": -12,
    }


def trend_plot(trend: Trend, unit: str) -> Markup:
    """Medians over the years: the fixed panel as a line, all reports beside it as points."""
    import altair as alt

    by, unit = scaled([p.everyone for p in trend.points], unit)
    rows = [
        {"year": p.year, "value": value / by, "who": who}
        for p in trend.points
        for who, value in (("固定样本 panel", p.panel), ("全部报告 all reports", p.everyone))
        if value is not None
    ]
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", axis=alt.Axis(tickCount=5, **_on_top(unit)), scale=alt.Scale(zero=False)),
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


def spread_plot(headline: Sequence[Row], column: str, unit: str) -> Markup:
    """Every value of a column by year, each a link to its mark, over the quartiles of the year."""
    import altair as alt

    rows = _points(headline, column)
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("value:Q", axis=alt.Axis(tickCount=5, **_on_top(unit)), scale=alt.Scale(zero=False)),
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
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


def years_apart_plot(headline: Sequence[Row], column: str) -> Markup | None:
    """Each unit's value against its value the year before; far from the diagonal means a second look."""
    import altair as alt

    by, name = scaled([r[column] for r in headline if r[column]], "元")
    known = {(unit(r), r["fiscal_year"]): r[column] / by for r in headline if r[column]}
    rows = [
        {"before": before, "now": r[column] / by, "far": not 0.5 <= r[column] / by / before <= 2}
        | {"href": report_page(r["report_id"]), "place": f"{r['district'] or ''} {r['fiscal_year']}"}
        for r in headline
        if (before := known.get((unit(r), r["fiscal_year"] - 1))) and r[column]
    ][:MAX_POINTS]
    if not rows:
        return None
    both = [value for row in rows for value in (row["before"], row["now"])]
    ends = [{"v": min(both)}, {"v": max(both)}]
    axis: dict[str, Any] = {"format": ",~r", "tickCount": 4}
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
                "before:Q",
                title=f"上年 the year before ({name})",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(**axis),
            ),
            y=alt.Y("now:Q", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(**axis, **_on_top(name))),
            color=alt.Color("far:N", legend=None, scale=alt.Scale(range=["#17568f", "#a8221b"])),
            href="href:N",
            description="place:N",
        )
    )
    return svg(diagonal + dots)


def rules_plot(failing: Sequence[Row]) -> Markup | None:
    """How often each check on the reports fails, under its name in the language of the view."""
    if not failing:
        return None
    zh, en = (_rules_plot(failing, language) for language in (0, 1))
    return Markup(f'<div class="zh">{zh}</div><div class="en">{en}</div>')  # both are drawings of ours


def _rules_plot(failing: Sequence[Row], language: int) -> Markup:
    import altair as alt

    count = Counter((row["rule"], row["severity"]) for row in failing)
    rows = [
        {"rule": rule_name(rule)[language], "severity": _word(severity)[language], "n": n}
        for (rule, severity), n in count.most_common(14)
    ]
    colours = alt.Scale(
        domain=[_word(name)[language] for name in SEVERITIES], range=["#a8221b", "#b86a00", "#8795a3"]
    )
    chart = (
        alt.Chart(_data(rows))
        .mark_bar(size=16, cornerRadiusEnd=2)
        .encode(
            y=alt.Y("rule:N", sort="-x", title=None, axis=alt.Axis(labelLimit=240)),
            x=alt.X("n:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d", tickCount=5)),
            color=alt.Color("severity:N", title=None, scale=colours, legend=alt.Legend(orient="bottom")),
        )
    )
    return svg(chart, 26 * len({row["rule"] for row in rows}))


SEVERITIES = ("error", "warning", "info")


def _word(name: str) -> tuple[str, str]:
    known = names.word(name)
    return known.zh, known.en


def confidence_plot(confidences: Sequence[float]) -> Markup | None:
    """How sure the matching of indicators is, as a histogram."""
    return _histogram(confidences, 0.0)


def recognition_plot(confidences: Sequence[float], below: float) -> Markup | None:
    """How sure the recognition of lines is, as a histogram; what is unsure in another colour."""
    return _histogram(confidences, below)


def _histogram(values: Sequence[float], below: float) -> Markup | None:
    import altair as alt

    count = Counter(min(int(value * 20 + 1e-9), 19) for value in values)
    rows = [
        {"from": low / 20, "to": (low + 1) / 20, "n": n, "low": low / 20 + 0.04 < below}
        for low, n in sorted(count.items())
    ]
    if not rows:
        return None
    first = min(0.5, rows[0]["from"])
    colour = alt.Color(
        "low:N", legend=None, scale=alt.Scale(domain=[False, True], range=["#2c7a57", "#c2700a"])
    )
    chart = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("from:Q", bin="binned", title=None, scale=alt.Scale(domain=[first, 1]),
                    axis=alt.Axis(format=".2~f", tickCount=6)),
            x2="to:Q",
            y=alt.Y("n:Q", axis=alt.Axis(tickMinStep=1, tickCount=5, **_on_top("个 values"))),
            color=colour,
        )
    )  # fmt: skip
    return svg(chart, 160)
