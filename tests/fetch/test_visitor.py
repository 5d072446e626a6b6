"""Faults of servers, and places that must not be contacted, against a real server on loopback."""

import gzip
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from tasks.fetch.addresses import Refused
from tasks.fetch.answers import Answer, Failed
from tasks.fetch.declaration import Web
from tasks.fetch.visitor import Visitor
from tests.fetch.site import Page, Site

PAUSE = 0.0


def source(site: Site, **changes: object) -> Web:
    plain = Web(
        name="site", kind="urls", addresses=(), hosts=frozenset({site.host}), min_seconds=PAUSE,
        robots=False, timeout_seconds=0.5, attempts=3, allow_loopback=True,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def get(source: Web, address: str, slept: list[float] | None = None) -> Answer:
    visitor = Visitor(source, sleep=([] if slept is None else slept).append)
    return visitor.get(address)


def waits(slept: list[float]) -> list[float]:
    return [seconds for seconds in slept if seconds > 0]


def test_a_file_arrives_whole_and_the_visitor_says_who_it_is(site: Site) -> None:
    site.pages["/a.txt"] = Page("自评报告".encode(), headers={"ETag": '"1"'})
    answer = get(source(site, user_agent="example/1 (ops@example.org)"), site.address("/a.txt"))
    assert (answer.status, answer.body.decode(), answer.header("etag")) == (200, "自评报告", '"1"')
    assert site.asked[0].headers["User-Agent"] == "example/1 (ops@example.org)"
    assert site.asked[0].headers["Host"] == site.host


@pytest.mark.parametrize("status", [403, 404, 410, 501])
def test_what_will_not_change_is_asked_once(site: Site, status: int) -> None:
    site.pages["/a"] = Page(status=status)
    with pytest.raises(Failed, match=str(status)):
        get(source(site), site.address("/a"))
    assert len(site.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_or_failing_server_is_asked_again_after_a_growing_wait(site: Site, status: int) -> None:
    slept: list[float] = []
    site.pages["/a"] = [Page(status=status), Page(status=status), Page(b"at last")]
    assert get(source(site), site.address("/a"), slept).body == b"at last"
    assert waits(slept) == [1, 2]


def test_it_is_given_up_after_the_declared_attempts(site: Site) -> None:
    site.pages["/a"] = Page(status=500)
    with pytest.raises(Failed, match=r"the server failed \(500\)"):
        get(source(site, attempts=2), site.address("/a"))
    assert len(site.asked) == 2


def test_the_server_says_how_long_to_wait(site: Site) -> None:
    slept: list[float] = []
    site.pages["/a"] = [Page(status=429, headers={"Retry-After": "9"}), Page(b"x")]
    get(source(site), site.address("/a"), slept)
    assert waits(slept) == [9]


def test_a_server_that_is_silent_is_not_waited_for(site: Site) -> None:
    site.pages["/a"] = [Page(b"late", delay=1.0), Page(b"x")]
    assert get(source(site, timeout_seconds=0.2), site.address("/a")).body == b"x"
    site.pages["/a"] = Page(b"late", delay=1.0)
    with pytest.raises(Failed, match=r"no answer within 0\.2 seconds"):
        get(source(site, timeout_seconds=0.2, attempts=1), site.address("/a"))


def test_a_server_that_drips_is_left(site: Site) -> None:
    site.pages["/a"] = Page(b"x" * 100, drip=0.05)
    with pytest.raises(Failed, match=r"not done after 0\.2 seconds"):
        get(source(site, deadline_seconds=0.2), site.address("/a"))


def test_a_server_that_drips_its_headers_is_left(site: Site) -> None:
    site.pages["/a"] = Page(b"x", raw=b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100, drip=0.05)
    with pytest.raises(Failed, match=r"not done after 0\.2 seconds"):
        get(source(site, deadline_seconds=0.2), site.address("/a"))


@pytest.mark.parametrize("raw", [b"", b"HTTP/1.1 200 O", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Le"])
def test_an_answer_that_is_none(site: Site, raw: bytes) -> None:
    site.pages["/a"] = Page(raw=raw)
    with pytest.raises(Failed, match="the answer broke off"):
        get(source(site), site.address("/a"))


def test_a_truncated_body_is_no_file(site: Site) -> None:
    site.pages["/a"] = [Page(b"half a rep", announced=20), Page(b"half a report, whole")]
    assert get(source(site), site.address("/a")).body == b"half a report, whole"
    site.pages["/a"] = Page(b"half a rep", announced=20)
    with pytest.raises(Failed, match="the answer broke off"):
        get(source(site), site.address("/a"))


def test_a_server_that_is_not_there(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Failed, match=r"127\.0\.0\.1 cannot be reached") as failed:
        get(source(site, hosts=frozenset({nobody})), f"http://{nobody}/")
    assert failed.value.away


def test_a_name_that_nobody_knows(site: Site) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    visitor = Visitor(source(site, hosts=frozenset({"gone.example"})), lambda _: None, unknown)
    with pytest.raises(Failed, match=r"gone\.example is not known: Name or service not known"):
        visitor.get("http://gone.example/")


@pytest.mark.parametrize(
    "page",
    [Page(b"x" * 2000), Page(b"x" * 2000, drip=0.0, announced=2000), Page(b"x", announced=10**12),
     Page(gzip.compress(b"x" * 10**6), headers={"Content-Encoding": "gzip"})],
)  # fmt: skip
def test_nothing_larger_than_declared_is_taken_compressed_or_not(site: Site, page: Page) -> None:
    site.pages["/a"] = page
    with pytest.raises(Failed, match=r"larger than 0\.0015 MB"):
        get(source(site, max_bytes=1500), site.address("/a"))
    assert len(site.asked) == 1


def test_garbage_in_place_of_compression(site: Site) -> None:
    site.pages["/a"] = Page(b"not gzip", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Failed, match="compressed in a way that cannot be read"):
        get(source(site), site.address("/a"))


def redirect(target: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_within_the_declared_hosts(site: Site, status: int) -> None:
    site.pages |= {"/a": redirect("b?x=1", status), "/b?x=1": Page(b"here")}
    answer = get(source(site), site.address("/a"))
    assert (answer.body, answer.address) == (b"here", site.address("/b?x=1"))


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({"/a": redirect("/a")}, "redirects in a circle"),
        ({"/a": redirect("/b"), "/b": redirect("/a")}, "redirects in a circle"),
        ({f"/a{'x' * n}": redirect(f"/a{'x' * (n + 1)}") for n in range(9)}, "more than 5 redirects"),
        ({"/a": Page(status=302)}, "leads nowhere"),
    ],
)
def test_redirects_that_never_end(site: Site, pages: dict[str, Page], words: str) -> None:
    site.pages |= pages
    with pytest.raises(Failed, match=words):
        get(source(site), site.address("/a"))
    assert len(site.asked) <= 6


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://localhost/", "file:///etc/passwd", "//10.0.0.1/",
     "http://elsewhere.example/", "http://[::1]/", "ftp://127.0.0.1/"],
)  # fmt: skip
def test_a_redirect_elsewhere_is_not_followed(site: Site, target: str) -> None:
    site.pages["/a"] = redirect(target)
    with pytest.raises(Refused):
        get(source(site), site.address("/a"))
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("place", ["127.0.0.1", "10.0.0.5", "::ffff:127.0.0.1", "169.254.169.254"])
def test_a_declared_name_that_leads_to_a_private_place_is_not_contacted(site: Site, place: str) -> None:
    name = f"reports.example.org:{site.port}"
    declared = source(site, hosts=frozenset({name}), allow_loopback=False)
    visitor = Visitor(declared, lambda _: None, lambda *_: ["93.184.216.34", place])
    with pytest.raises(Refused, match="leads to the private address"):
        visitor.get(f"http://{name}/a")
    assert site.asked == []


def test_the_place_that_was_checked_is_the_place_that_is_contacted(site: Site) -> None:
    """A name that leads somewhere else a moment later (DNS rebinding) changes nothing."""
    looked_up: list[str] = []

    def once(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    name = f"reports.example.org:{site.port}"
    site.pages["/a"] = Page(b"x")
    Visitor(source(site, hosts=frozenset({name})), lambda _: None, once).get(f"http://{name}/a")
    assert looked_up == ["reports.example.org"]
    assert site.asked[0].headers["Host"] == name


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.pages["/a"] = Page(b"x")
    assert get(source(site), site.address("/a")).body == b"x"


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": Page(b"x")}
    visitor = Visitor(source(site, min_seconds=0.15))
    visitor.get(site.address("/a"))
    visitor.get(site.address("/b"))
    times = [asked.at for asked in site.asked]
    assert all(later - earlier >= 0.14 for earlier, later in pairwise(times))


def test_robots_are_read_once_and_obeyed_on_every_hop(site: Site) -> None:
    site.pages |= {
        "/robots.txt": Page(b"User-agent: *\nDisallow: /private/"),
        "/a": Page(b"x"),
        "/b": redirect("/private/b"),
        "/private/b": Page(b"secret"),
    }
    visitor = Visitor(source(site, robots=True), lambda _: None)
    assert visitor.get(site.address("/a")).body == b"x"
    for path in ("/private/b", "/b"):
        with pytest.raises(Refused, match=r"robots\.txt asks not to fetch this"):
            visitor.get(site.address(path))
    assert site.paths() == ["/robots.txt", "/a", "/b"]


def test_where_the_rules_cannot_be_read_nothing_is_asked(site: Site) -> None:
    site.pages |= {"/robots.txt": Page(status=500), "/a": Page(b"x")}
    visitor = Visitor(source(site, robots=True, attempts=2), lambda _: None)
    for _ in range(2):
        with pytest.raises(Failed, match=r"robots\.txt could not be read.* \(500\)"):
            visitor.get(site.address("/a"))
    assert site.paths() == ["/robots.txt", "/robots.txt"]


def test_a_crawl_delay_is_kept(site: Site) -> None:
    slept: list[float] = []
    site.pages |= {"/robots.txt": Page(b"User-agent: *\nCrawl-delay: 7"), "/a": Page(b"x")}
    visitor = Visitor(source(site, robots=True), slept.append)
    visitor.get(site.address("/a"))
    assert 6.5 < max(slept) <= 7


@pytest.fixture
def secure(tmp_path: Path) -> Callable[[list[str | None]], HTTPServer]:
    """An HTTPS server with a certificate that nobody vouches for; notes the names it is asked for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "reports.example.org")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    parts = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (tmp_path / "both.pem").write_bytes(parts)

    def start(names: list[str | None]) -> HTTPServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "both.pem")
        context.sni_callback = lambda _socket, name, _context: names.append(name)
        server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server

    return start


def test_a_certificate_nobody_vouches_for_is_not_accepted_nor_asked_for_again(
    site: Site, secure: Callable[[list[str | None]], HTTPServer]
) -> None:
    names: list[str | None] = []
    server = secure(names)
    name = f"reports.example.org:{server.server_address[1]}"
    visitor = Visitor(source(site, hosts=frozenset({name})), lambda _: None, lambda *_: ["127.0.0.1"])
    with pytest.raises(Failed, match="CERTIFICATE_VERIFY_FAILED"):
        visitor.get(f"https://{name}/a")
    server.shutdown()
    server.server_close()
    assert names == ["reports.example.org"]
