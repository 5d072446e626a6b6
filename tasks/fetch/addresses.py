"""Which addresses may be contacted: by scheme and host as declared, and by where the host really lies."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from email.message import Message
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

PORTS = {"http": 80, "https": 443}
KEPT = "!#$%&'()*+,/:;=?@[]~"  # characters that quoting must leave as they are: they have a meaning
LONGEST_NAME = 200
NAT64 = IPv6Network("64:ff9b::/96")


class Refused(Exception):  # noqa: N818 - named for what happened
    """An address that is not contacted; the message says why."""


def canonical(address: str, base: str = "") -> str:
    """The address as it is asked for and remembered: absolute, quoted, without fragment or usual port.

    Raises `Refused` where it is no plain HTTP(S) address.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise Refused(f"{address!r} is not an address") from error
    if parts.scheme not in PORTS or not host:
        raise Refused(f"{address!r} is not an http:// or https:// address")
    if parts.username is not None or parts.password is not None:
        raise Refused(f"an address on {host} carries a user name or password")
    path, query = quote(parts.path or "/", safe=KEPT), quote(parts.query, safe=KEPT)
    return urlunsplit((parts.scheme, netloc(host, port, parts.scheme), path, query, ""))


def netloc(host: str, port: int | None, scheme: str) -> str:
    """The host as it stands in an address; the port only where it is unusual."""
    name = f"[{host}]" if ":" in host else host
    return name if port in (None, PORTS[scheme]) else f"{name}:{port}"


def check_host(address: str, hosts: Collection[str]) -> None:
    """Refuse an address whose host (and port, where unusual) is not declared."""
    host = urlsplit(address).netloc
    if host not in hosts:
        raise Refused(f"{host} is not among the declared hosts")


def check_place(host: str, found: Collection[str], allow_loopback: bool) -> None:
    """Refuse a host unless every address it resolves to is on the public internet.

    One private address among public ones is refused too: nobody publishes reports that way.
    """
    for text in found:
        place = _unwrapped(ip_address(text.partition("%")[0]))
        if allow_loopback and place.is_loopback:
            continue
        if not place.is_global or place.is_multicast:
            raise Refused(f"{host} leads to the private address {text}")


def _unwrapped(place: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for: its own range would look public."""
    if isinstance(place, IPv4Address):
        return place
    if place in NAT64:
        return IPv4Address(int(place) & 0xFFFFFFFF)
    teredo = place.teredo[1] if place.teredo else None
    return place.ipv4_mapped or place.sixtofour or teredo or place


def file_name(address: str, disposition: str | None = None) -> str:
    """What to call a file: as the server names it, else by the last part of its address."""
    offered = _offered(disposition or "")
    last = (offered or unquote(urlsplit(address).path)).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable()).strip(" .")
    return clean[-LONGEST_NAME:] or urlsplit(address).netloc


def _offered(disposition: str) -> str:
    """The file name of a Content-Disposition header; its encoded form is the better one."""
    message = Message()
    message["Content-Disposition"] = disposition.replace("\r", " ").replace("\n", " ")
    name = message.get_filename("")
    # Many servers send raw UTF-8 or percent-encoding where the rules ask for neither.
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode("utf-8")
    return unquote(name)
