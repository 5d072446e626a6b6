"""The command line: the door to every flow. What it needs is imported only when it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tasks.store.home import Home

home_option = click.option(
    "--home",
    default="data",
    envvar="YEARBOOK_HOME",
    show_default=True,
    help="Where the archive, the lake and the releases are kept: a folder or an s3:// address.",
)
paths_argument = click.argument("paths", nargs=-1)
workers_option = click.option(
    "--workers", default=0, show_default="one a processor", help="Processes that read."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="district-yearbook")
def main() -> None:
    """District yearbook: performance reports in, a checked yearly dataset out.

    区县部门绩效年鉴：把各区县部门的绩效自评报告变成逐年可比、每个数值都能追溯到原文的数据集。
    """


@main.command()
@paths_argument
@home_option
@workers_option
@click.option("--accept", metavar="NAME", help="Publish what was held back for unexplained changes.")
def run(paths: tuple[str, ...], home: str, workers: int, accept: str | None) -> None:
    """Take in files or folders, check, and publish a release.

    PATHS are files, folders (searched at every depth) or s3:// addresses; default: <home>/raw.
    """
    from flows.terminal import run_yearbook

    sys.exit(run_yearbook(home, list(paths), workers, accept))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--audit", is_flag=True, help="Print every edit as a line of JSON instead of the text.")
def clean(file: Path, audit: bool) -> None:
    """Print the cleaned text of a file, one paragraph a line."""
    from tasks.clean import clean as clean_document
    from tasks.clean.audit import lines as audit_lines
    from tasks.model import Unreadable
    from tasks.read import read

    try:
        cleaned = clean_document(read(file.read_bytes()))
    except (Unreadable, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    lines = audit_lines(cleaned) if audit else (paragraph.text for paragraph in cleaned.paragraphs)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.writelines(f"{line}\n" for line in lines)


def option(*names: str, help: str) -> Callable[[Any], Any]:
    """An option that may be given several times."""
    return click.option(*names, multiple=True, help=help)


@main.command()
@click.option("--years", required=True, callback=lambda *v: parse_years(v[-1]), help="2021 or 2019-2023.")
@option("--district", "districts", help="Only these division codes, or their beginnings.")
@option("--type", "report_types", help="Only these report types, for example budget.")
@option("--made-by", "code_versions", help="Only what these versions of the code read.")
@click.option("--missing", is_flag=True, help="Only what was never interpreted.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--parallel", is_flag=True, help="Rebuild the years side by side.")
@paths_argument
@home_option
@workers_option
def backfill(years: list[int], paths: tuple[str, ...], home: str, missing: bool, **given: Any) -> None:
    """Rebuild past fiscal years, and publish a release.

    Each year is rebuilt on its own from the archive: one that fails stands as it was.
    """
    from flows.terminal import run_backfill
    from tasks.store.selection import Selection

    conditions = {name: given.pop(name) for name in ("districts", "report_types", "code_versions")}
    selection = Selection(**conditions, only_missing=missing)
    sys.exit(run_backfill(home, years, list(paths), selection=selection, **given))


@main.command()
@click.option("--release", "release_id", help="Which release; default: the current one.")
@home_option
def report(release_id: str | None, home: str) -> None:
    """(Re)write the data-quality report of a release."""
    from tasks.publish.build import rewrite_site

    with _told():
        click.echo(rewrite_site(_home(home), release_id or _current(home)))


@main.command()
@click.argument("old")
@click.argument("new")
@home_option
def diff(old: str, new: str, home: str) -> None:
    """What changed from release OLD to release NEW."""
    from tasks.publish.changes import as_markdown, compare
    from tasks.publish.release import read_edition

    opened = _home(home)
    with _told():
        changes = compare(read_edition(opened, old), read_edition(opened, new))
    click.echo(as_markdown(changes, f"{old} → {new}"), nl=False)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@home_option
def review(file: Path, dry_run: bool, home: str) -> None:
    """Take back a review queue that was filled in.

    FILE is review.xlsx or review.csv of the current release; what was decided becomes corrections and
    withdrawals in data/reference, which the next run publishes.
    """
    from flows.review import take_review, told
    from tasks.review.decisions import RefusedReview
    from tasks.review.sheets import UnreadableReview

    try:
        decided = take_review(_home(home), _current(home), file.read_bytes(), dry_run)
    except RefusedReview as refused:
        message = "Nothing was taken; these rows are not complete or match no more (未采纳):"
        raise click.ClickException("\n  ".join([message, *refused.problems])) from refused
    except (UnreadableReview, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    for line in told(decided):
        click.echo(line)
    corrections = len(decided.corrections) + len(decided.identities)
    counted = f"{corrections} corrections, {len(decided.withdrawals)} withdrawals"
    then = "nothing was written" if dry_run else "in data/reference; the next yearbook run publishes them"
    click.echo(f"{counted}: {then}. {decided.left} rows left (其余未判断).")


@main.command()
@home_option
def releases(home: str) -> None:
    """List the releases: which is current (*), which are pinned."""
    from tasks.publish.history import releases as every_release

    _current(home)  # where nothing was published, that is said
    for release in every_release(_home(home)):
        click.echo(f"{'*' if release.current else ' '} {release.id}{'  pinned' if release.pinned else ''}")


@main.command()
@click.argument("release_id")
@click.option("--no", is_flag=True, help="Keep it no longer.")
@home_option
def pin(release_id: str, no: bool, home: str) -> None:
    """Keep a release for good: `prune` never removes it."""
    from tasks.publish.history import pin as pin_release

    with _told():
        pin_release(_home(home), release_id, keep=not no)


@main.command()
@click.argument("release_id")
@home_option
def rollback(release_id: str, home: str) -> None:
    """Make an older release current.

    It stands until a run finds something new.
    """
    from tasks.publish.history import rollback as roll_back

    with _told():
        roll_back(_home(home), release_id)


@main.command()
@click.option("--keep", default=10, show_default=True, help="How many more than the current and pinned ones.")
@home_option
def prune(keep: int, home: str) -> None:
    """Remove old releases, never the current one or a pinned one."""
    from tasks.publish.history import prune as prune_releases

    for name in prune_releases(_home(home), keep):
        click.echo(f"removed {name}")


@main.command()
@click.argument("release_id", required=False)
@home_option
def verify(release_id: str | None, home: str) -> None:
    """Compare the files of a release with their hashes.

    Default: the current release. Exit status 1 where it is damaged.
    """
    from tasks.publish.history import verify as verify_release

    with _told():
        wanted = release_id or _current(home)
        problems = verify_release(_home(home), wanted)
        for problem in problems:
            click.echo(problem)
        click.echo(f"{wanted}: {'damaged' if problems else 'whole'}")
    sys.exit(1 if problems else 0)


@main.command()
@home_option
def fetch(home: str) -> None:
    """Ask the declared sources for what is new.

    They are declared in <home>/sources.yaml; what they give is kept in the archive for the next run.
    """
    from flows.terminal import run_fetch

    sys.exit(run_fetch(home))


@main.command()
@home_option
def serve(home: str) -> None:
    """Serve the scheduled deployments, until stopped.

    Ingestion every night, the quality report every week, and backfill when asked.
    """
    from flows.deployments import serve_all

    serve_all(home)


def _home(address: str) -> Home:
    from tasks.store.home import Home

    return Home.open(address)


def _current(home: str) -> str:
    from tasks.publish.release import latest_release

    current = latest_release(_home(home))
    if current is None:
        raise click.ClickException(f"nothing was published yet under {home}")
    return current


@contextmanager
def _told() -> Iterator[None]:
    """A release that does not exist is told in words, not with a traceback."""
    try:
        yield
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error


def parse_years(text: str) -> list[int]:
    """The years that "2021", "2019-2023" or "2019,2021-2022" names, in order."""
    years: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal()):
            raise click.BadParameter(f"{text!r} is neither a year nor a range such as 2019-2023")
        years.update(range(int(first), int(last) + 1))
    if not years or not all(1990 <= year <= 2100 for year in years):
        raise click.BadParameter(f"{text!r} names no year between 1990 and 2100")
    return sorted(years)


# Nothing phones home unless its owner says so; set before any of these libraries is imported.
for _name, _value in (
    ("DO_NOT_TRACK", "1"),
    ("PREFECT_SERVER_ANALYTICS_ENABLED", "false"),
    ("GX_ANALYTICS_ENABLED", "false"),
):
    os.environ.setdefault(_name, _value)
