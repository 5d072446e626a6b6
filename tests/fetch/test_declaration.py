"""What sources.yaml may say, and how it is told what is wrong with it."""

from pathlib import Path

import pytest
import yaml

from tasks.fetch.declaration import Bucket, Folder, Web, parse_sources
from tasks.fetch.fields import BadDeclaration

COMMITTED = Path(__file__).parent.parent.parent / "data" / "sources.yaml"
INDEX = """
sources:
  - name: finance
    kind: index
    addresses: [https://www.example.gov.cn/index.html]
    links: {address: 'pdf$', text: 自评}
    hosts: [Files.example.gov.cn, 'cdn.example.gov.cn:8443']
    min_seconds: 2
    max_megabytes: 1.5
"""


def parse(text: str) -> tuple[Folder | Bucket | Web, ...]:
    return parse_sources(text, "sources.yaml", Path("/srv/yearbook"))


def test_an_index_with_everything_left_out_that_may_be() -> None:
    (source,) = parse(INDEX)
    assert isinstance(source, Web)
    assert source.hosts == {"www.example.gov.cn", "files.example.gov.cn", "cdn.example.gov.cn:8443"}
    assert (source.min_seconds, source.max_bytes, source.robots, source.allow_loopback) == (
        2,
        1_500_000,
        True,
        False,
    )


def test_folders_and_buckets() -> None:
    text = "sources: [{name: a, kind: folder, path: raw}, {name: b, kind: s3, address: 's3://bucket/in/'}]"
    assert parse(text) == (Folder("a", "/srv/yearbook/raw"), Bucket("b", "s3://bucket/in", 50_000_000))


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("{kind: folder, path: raw}", "source 1 (no name): name: missing"),
        ("{name: A B, kind: folder, path: raw}", "name: 'A B' is not made of lower-case"),
        ("{name: a, kind: ftp}", "kind: 'ftp' is none of folder, s3, urls, index"),
        ("{name: a, kind: folder, path: raw, hosts: []}", "source 1 (a): hosts: no such field"),
        ("{name: a, kind: s3, address: 'http://x/y'}", "does not look like s3://bucket/prefix"),
        ("{name: a, kind: urls}", "addresses: missing"),
        ("{name: a, kind: urls, addresses: 'http://x/'}", "addresses: not a list of texts"),
        ("{name: a, kind: urls, addresses: ['file:///etc/passwd']}", "is not an http:// or https:// address"),
        ("{name: a, kind: urls, addresses: ['http://x/'], min_seconds: soon}", "'soon' is not a number from"),
        ("{name: a, kind: urls, addresses: ['http://x/'], robots: maybe}", "'maybe' is neither true nor"),
        ("{name: a, kind: urls, addresses: ['http://x/'], hosts: ['http://y']}", "is not a host name"),
        ("{name: a, kind: urls, addresses: ['http://x/'], user_agent: \"a\\nb\"}", "is not a line of text"),
        ("{name: a, kind: index, addresses: ['http://x/']}", "links: missing"),
        ("{name: a, kind: index, addresses: ['http://x/'], links: {text: '('}}", "links.text: not a regular"),
        ("just text", "source 1: not a mapping"),
    ],
)
def test_a_wrong_declaration_says_where_and_why(entry: str, complaint: str) -> None:
    with pytest.raises(BadDeclaration) as wrong:
        parse(f"sources: [{entry}]")
    assert str(wrong.value).startswith("sources.yaml: source 1")
    assert complaint in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("sources: [", "not YAML: .*line 1"),
        ("other: []", "one key, `sources`"),
        ("sources: {}\n", "^$"),
        ("sources: 3", "not a list"),
        ("sources: [{name: a, kind: folder, path: x}, {name: a, kind: folder, path: y}]", "two sources are"),
    ],
)
def test_a_file_that_is_no_list_of_sources(text: str, complaint: str) -> None:
    if complaint == "^$":  # nothing declared, nothing contacted
        assert parse(text) == ()
        return
    with pytest.raises(BadDeclaration, match=complaint):
        parse(text)


def test_a_relative_folder_means_nothing_on_an_object_store() -> None:
    with pytest.raises(BadDeclaration, match="relative"):
        parse_sources("sources: [{name: a, kind: folder, path: raw}]", "s3://b/sources.yaml", None)


def test_the_committed_file_contacts_nobody() -> None:
    text = COMMITTED.read_text("utf-8")
    assert parse_sources(text, "", COMMITTED.parent) == (Folder("inbox", str(COMMITTED.parent / "raw")),)


def test_its_examples_are_right_once_their_comment_marks_are_taken_away() -> None:
    lines = COMMITTED.read_text("utf-8").split("sources:\n", 1)[1].splitlines()
    told = [line.replace("# ", "", 1) for line in lines if line.startswith(("  # - ", "  #   "))]
    text = "sources:\n" + "\n".join(told)
    assert [type(s) for s in parse(text)] == [Bucket, Web, Web]
    assert len(yaml.safe_load(text)["sources"][2]) == 13
