"""Which addresses are contacted, and how they and their files are called."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.fetch.addresses import Refused, canonical, check_host, check_place, file_name


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("HTTP://Www.Example.org:80/a b.pdf#page=2", "http://www.example.org/a%20b.pdf"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:8443/x?y=报告", "https://example.org:8443/x?y=%E6%8A%A5%E5%91%8A"),
        ("https://example.org/%E6%8A%A5.pdf", "https://example.org/%E6%8A%A5.pdf"),
        ("https://财政.example/年报", "https://xn--5bvu10g.example/%E5%B9%B4%E6%8A%A5"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_an_address_has_one_form(given: str, asked: str) -> None:
    assert canonical(given) == asked
    assert canonical(asked) == asked


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/a", "file:///etc/passwd", "javascript:void(0)", "mailto:a@example.org", "http://",
     "https://user:secret@example.org/", "http://[::1/", "http://example.org:port/", "gopher://x", ""],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        canonical(address)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(Refused) as refused:
        canonical("https://user:secret@example.org/")
    assert "secret" not in str(refused.value)


def test_only_declared_hosts_and_ports_are_contacted() -> None:
    hosts = {"example.org", "files.example.org:8080"}
    check_host("https://example.org/a", hosts)
    check_host("http://files.example.org:8080/a", hosts)
    for other in ("https://example.org:6379/", "http://files.example.org/", "https://example.org.evil/",
                  "https://sub.example.org/", "http://evil/example.org"):  # fmt: skip
        with pytest.raises(Refused, match="declared"):
            check_host(other, hosts)


@pytest.mark.parametrize(
    "place",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "198.18.0.1"],
)  # fmt: skip
def test_private_places_are_refused(place: str) -> None:
    with pytest.raises(Refused, match="private"):
        check_place("example.org", ["93.184.216.34", place], allow_loopback=False)


def test_loopback_is_allowed_only_where_declared_and_nothing_else_with_it() -> None:
    check_place("localhost", ["127.0.0.1", "::1"], allow_loopback=True)
    check_place("example.org", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"], allow_loopback=False)
    with pytest.raises(Refused):
        check_place("localhost", ["127.0.0.1", "10.0.0.1"], allow_loopback=True)


@given(st.text(max_size=40))
def test_no_text_is_anything_but_an_address_or_refused(text: str) -> None:
    try:
        address = canonical(text, base="https://example.org/list/")
    except Refused:
        return
    assert canonical(address) == address
    assert address.isascii()
    assert urlsplit(address).scheme in ("http", "https")


@pytest.mark.parametrize(
    ("address", "disposition", "name"),
    [
        ("https://example.org/a/%E6%8A%A5%E5%91%8A.pdf", None, "报告.pdf"),
        ("https://example.org/d.jsp?id=1", "attachment; filename*=UTF-8''%E8%87%AA%E8%AF%84.doc", "自评.doc"),
        ("https://example.org/d.jsp?id=1", 'attachment; filename="../../etc/passwd"', "passwd"),
        ("https://example.org/d", 'attachment; filename="..\\\\..\\\\自评.doc"', "自评.doc"),
        ("https://example.org/d", 'attachment; filename="自评.doc"'.encode().decode("latin-1"), "自评.doc"),
        ("https://example.org/", None, "example.org"),
        ("https://example.org/..%2f..%2fx%00y", None, "xy"),
    ],
)
def test_a_file_is_called_as_the_server_says_but_never_a_path(
    address: str, disposition: str | None, name: str
) -> None:
    assert file_name(address, disposition) == name


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_leads_out_of_its_folder(path: str, disposition: str) -> None:
    name = file_name(canonical(f"https://example.org/{path}"), disposition)
    assert name
    assert "/" not in name
    assert "\\" not in name
    assert name.strip(".")
    assert name.isprintable()
