"""One request and its answer: the host's place checked first, size and time bounded."""

from __future__ import annotations

import asyncio
import socket
import ssl
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


def certificates() -> ssl.SSLContext:
    """The authorities whose certificates are believed; made once a visit, for it takes a while."""
    return httpx.create_ssl_context(trust_env=False)


def exchange(
    source: Web, address: str, headers: Mapping[str, str], resolver: Resolve, trusted: ssl.SSLContext
) -> Answer:
    """Ask for one address and read the answer; redirects are for the caller to judge.

    The connection goes to a place that was checked, not to a name that might lead elsewhere by then.
    Raises `Refused` for a private place and `Failed` for whatever else goes wrong. Not for event loops.
    """
    host = urlsplit(address).hostname or ""
    places = _places(address, host, resolver)
    check_place(host, places, source.allow_loopback)
    own = {"User-Agent": source.user_agent, "Accept-Encoding": "identity", **headers}
    for place in places[:TRIED]:
        try:
            return asyncio.run(_answer(source, address, place, own, trusted))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            trouble = error
        except httpx.TimeoutException as error:
            raise Failed(f"no answer within {source.timeout_seconds:g} seconds", again=True) from error
        except TimeoutError as error:
            raise Failed(f"not done after {source.deadline_seconds:g} seconds", away=True) from error
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


async def _answer(
    source: Web, address: str, place: str, headers: Mapping[str, str], trusted: ssl.SSLContext
) -> Answer:
    """Ask at a place in the name of the host; a client of its own shares nothing with the one before.

    It obeys no proxy, for that would look names up itself. The deadline holds for the whole: servers that
    send a byte now and then would pass every shorter limit.
    """
    url = httpx.URL(address)
    asked = {"Host": url.netloc.decode("ascii"), **headers}
    named = {"sni_hostname": url.host}
    timeout = httpx.Timeout(source.timeout_seconds)
    async with (
        asyncio.timeout(source.deadline_seconds),
        httpx.AsyncClient(trust_env=False, verify=trusted, timeout=timeout) as client,
        client.stream("GET", url.copy_with(host=place), headers=asked, extensions=named) as got,
    ):
        body = await _body(got, source) if got.status_code == 200 else b""
        return Answer(address, got.status_code, {n.lower(): v for n, v in got.headers.items()}, body)


async def _body(response: httpx.Response, source: Web) -> bytes:
    too_large = f"larger than {source.max_bytes / 1_000_000:g} MB, the size declared as the largest"
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > source.max_bytes:
        raise Failed(too_large)
    parts, size = list[bytes](), 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > source.max_bytes:
            raise Failed(too_large)
    return b"".join(parts)
