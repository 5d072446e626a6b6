"""From values to HTML: one environment, everything escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tasks.findings import Said, apart
from tasks.publish.csv_safe import number
from tasks.publish.site import names
from tasks.publish.site.rules import rule_name

# Inside <script> a text must not be able to end the element; the two separators end a line of JavaScript.
UNSAFE_IN_SCRIPT = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
NOTHING = "—"


def page(template: str, **values: Any) -> bytes:
    """A page from its template; text from reports reaches it as values and is escaped there."""
    return environment().get_template(template).render(**values).encode()


def both(zh: object, en: object) -> Markup:
    """A text in Chinese and English, of which the page shows one."""
    chinese, english = escape(str(zh)), escape(str(en))
    return Markup(f'<span class="zh" lang="zh">{chinese}</span><span class="en" lang="en">{english}</span>')


def named(name: names.Name | Said) -> Markup:
    """A name in both languages."""
    return both(name.zh, name.en)


def said(finding: Mapping[str, Any], most: int = 1_000) -> Markup:
    """The sentence of a finding in both languages, cut where it is longer than `most` characters."""
    zh, en = finding["message"], finding.get("message_en") or finding["message"]
    return both(*(text if len(text) <= most else text[: most - 1] + "…" for text in (zh, en)))


def reason(text: str) -> Markup:
    """Why a file was not published, or has no pictures, in both languages."""
    return named(apart(text))


def severity(name: str) -> Markup:
    """How severe something is, as a coloured word."""
    return Markup(f'<span class="sev {escape(name)}">{named(names.word(name))}</span>')


def script_json(value: Any) -> Markup:
    """A value as JSON that can stand in a <script> element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for character, escaped in UNSAFE_IN_SCRIPT.items():
        text = text.replace(character, escaped)
    return Markup(text)


def figure(value: Any) -> str:
    """A value as people read it, every digit of it: thousands separated, a dash where there is none."""
    if value is None:
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    whole, point, decimals = number(float(value)).partition(".")
    return f"{int(whole):,}{point}{decimals}" if not whole.startswith("-0") else f"-0{point}{decimals}"


def above(row: Mapping[str, Any], *names: str) -> str:
    """Names of places joined from the largest down; a municipality is its own city and said once."""
    return "".join(dict.fromkeys(row[name] for name in names if row[name]))


def asset(name: str) -> bytes:
    """A style sheet or script of the site."""
    return (files("tasks.publish.site") / "assets" / name).read_bytes()


@cache
def environment() -> Environment:
    """The templates of the site with the filters they use."""
    made = Environment(
        loader=PackageLoader("tasks.publish.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"figure": figure, "script_json": script_json, "above": above}
    made.tests["moved"] = lambda tag: tag.startswith("m=")
    made.globals |= {"said": said, "reason": reason, "rule_name": rule_name}
    made.globals |= {"t": both, "w": named, "severity": severity}
    made.globals |= {
        "word": names.word,
        "indicator_name": names.indicator,
        "indicator_unit": names.unit_of,
        "department": names.department,
    }
    return made
