"""One request and its answer: the host's place checked first, size and time bounded."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import httpx

from tasks.fetch.addresses import PORTS, Refused, check_place
from tasks.fetch.answers import Answer, Failed
from tasks.fetch.declaration import Web

TRIED = 4  # places of one host that are tried

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The places that a host name leads to, as the system knows them; OSError where it is unknown."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def open_client(source: Web) -> httpx.Client:
    """A client that obeys no proxy, for that would resolve names itself, and keeps no connection.

    A kept connection would serve whichever declared host shares its place, under the wrong certificate.
    """
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(trust_env=False, limits=limits, timeout=httpx.Timeout(source.timeout_seconds))


def exchange(
    client: httpx.Client, source: Web, address: str, headers: Mapping[str, str], resolver: Resolve
) -> Answer:
    """Ask for one address and read the answer; redirects are for the caller to judge.

    The connection goes to a place that was checked, not to a name that might lead elsewhere by then.
    Raises `Refused` for a private place and `Failed` for whatever else goes wrong.
    """
    host = urlsplit(address).hostname or ""
    places = _places(address, host, resolver)
    check_place(host, places, source.allow_loopback)
    for place in places[:TRIED]:
        try:
            return _answer(client, source, address, host, place, headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            trouble = error
        except httpx.TimeoutException as error:
            raise Failed(f"no answer within {source.timeout_seconds:g} seconds", again=True) from error
        except httpx.DecodingError as error:
            raise Failed("the answer is compressed in a way that cannot be read") from error
        except httpx.TransportError as error:
            raise Failed(f"the answer broke off: {error}", again=True) from error
    # A wrong certificate is wrong again a second later.
    again = "CERTIFICATE_VERIFY_FAILED" not in str(trouble)
    raise Failed(f"{host} cannot be reached: {trouble or 'no connection'}", again=again, away=True)


def _places(address: str, host: str, resolver: Resolve) -> list[str]:
    parts = urlsplit(address)
    try:
        places = resolver(host, parts.port or PORTS[parts.scheme])
    except OSError as error:
        raise Failed(f"{host} is not known: {error.strerror or error}", again=True) from error
    if not places:
        raise Refused(f"{host} leads nowhere")
    return places


def _answer(
    client: httpx.Client, source: Web, address: str, host: str, place: str, headers: Mapping[str, str]
) -> Answer:
    url = httpx.URL(address)
    own = {"Host": url.netloc.decode("ascii"), "User-Agent": source.user_agent, "Accept-Encoding": "identity"}
    target = url.copy_with(host=place)
    client.cookies.clear()  # by its place, one host's cookie would be another's
    with client.stream("GET", target, headers=own | dict(headers), extensions={"sni_hostname": host}) as got:
        named = {name.lower(): value for name, value in got.headers.items()}
        body = _body(got, source) if got.status_code == 200 else b""
    return Answer(address, got.status_code, named, body)


def _body(response: httpx.Response, source: Web) -> bytes:
    too_large = f"larger than {source.max_bytes / 1_000_000:g} MB, the size declared as the largest"
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > source.max_bytes:
        raise Failed(too_large)
    started, parts, size = time.monotonic(), list[bytes](), 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > source.max_bytes:
            raise Failed(too_large)
        if time.monotonic() - started > source.deadline_seconds:
            raise Failed(f"not done after {source.deadline_seconds:g} seconds", away=True)
    return b"".join(parts)
