"""Fetching from the web: declared addresses, or the links of declared index pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import Message
from hashlib import sha256

from tasks.fetch.addresses import Refused, file_name
from tasks.fetch.answers import Answer, Failed, Known, conditional
from tasks.fetch.declaration import Web
from tasks.fetch.links import report_links
from tasks.fetch.outcome import Keep, Outcome, Retrieved
from tasks.fetch.visitor import Visitor

PATIENCE = 3  # addresses in a row that a server fails on before it is left for the next run


def fetch_web(source: Web, visitor: Visitor, known: Mapping[str, Known], keep: Keep) -> Outcome:
    """Ask for every address of the source, and hand on what is new; nothing that fails stops the rest.

    A server that is away is not asked for everything else it has: what was not asked is said, too.
    """
    wanted, failed = _wanted(source, visitor)
    fetched: list[str] = []
    unchanged, away = 0, 0
    for i, (address, text) in enumerate(wanted.items()):
        if away >= PATIENCE:
            failed.append((address, f"not asked, nor the {len(wanted) - i - 1} after it: the server is away"))
            break
        before = known.get(address)
        try:
            new = _retrieve(source, visitor, address, text, before)
        except (Refused, Failed) as error:
            failed.append((address, str(error)))
            away = away + 1 if isinstance(error, Failed) and error.away else 0
            continue
        away = 0
        if new:
            keep(new)
        if new and (before is None or before.sha256 != new.sha256):
            fetched.append(address)
        else:
            unchanged += 1
    return Outcome(source.name, tuple(fetched), unchanged, tuple(failed))


def _wanted(source: Web, visitor: Visitor) -> tuple[dict[str, str | None], list[tuple[str, str]]]:
    """The addresses of reports with the texts of their links, and index pages that failed."""
    if source.links is None:
        return dict.fromkeys(source.addresses), []
    found: dict[str, str | None] = {}
    failed: list[tuple[str, str]] = []
    for page in source.addresses:
        try:
            answer = visitor.get(page)
        except (Refused, Failed) as error:
            failed.append((page, str(error)))
            continue
        links = report_links(answer.body, answer.address, source.links, _charset(answer))
        if not links:
            failed.append((page, "no link of this page matches the declared pattern"))
        found.update((address, text) for address, text in links.items() if address not in found)
    return found, failed


def _retrieve(
    source: Web, visitor: Visitor, address: str, text: str | None, before: Known | None
) -> Retrieved | None:
    """The file at an address, or None where the server or its answer shows that nothing changed."""
    answer = visitor.get(address, conditional(before))
    if answer.status == 304:
        if before is None:
            raise Failed("the server says unchanged (304) of a file that it never gave")
        return None
    if not answer.body:
        raise Failed("the answer is empty")
    new = _as_retrieved(source, address, text, answer)
    return None if before == Known(new.sha256, new.etag, new.last_modified) else new


def _as_retrieved(source: Web, address: str, text: str | None, answer: Answer) -> Retrieved:
    return Retrieved(
        source=source.name,
        url=address,
        final_url=answer.address,
        file_name=file_name(answer.address, answer.header("content-disposition")),
        sha256=sha256(answer.body).hexdigest(),
        body=answer.body,
        retrieved_at=datetime.now(UTC),
        status=answer.status,
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        media_type=answer.header("content-type"),
        link_text=text,
    )


def _charset(answer: Answer) -> str | None:
    message = Message()
    message["Content-Type"] = answer.header("content-type") or "text/html"
    return message.get_content_charset()
