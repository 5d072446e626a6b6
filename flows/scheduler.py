"""Scheduler: the Prefect server that is configured, or one of our own for as long as a command runs.

Prefect's temporary server fires no schedules, and outlives a command that is killed, with its hand on the
database that the next one needs. Ours ends with whoever started it: it reads from a pipe, which the system
closes as soon as the other end is gone.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from threading import Thread
from urllib.request import urlopen

SECONDS_TO_START = 180.0
SECONDS_TO_STOP = 10.0
PAGE = 4200  # the port under which people look for Prefect's page
TEMPORARY = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1"}  # no page, no schedules


def need_scheduler(schedules: bool = False) -> None:
    """See to it that there is a server; one of our own fires schedules and has a page where that is asked.

    Raises `RuntimeError` where our own does not start.
    """
    from prefect.settings import PREFECT_API_URL, temporary_settings

    if PREFECT_API_URL.value():
        return
    process, address = _start(schedules)
    os.environ["PREFECT_API_URL"] = address  # for the processes that a flow starts
    until_the_end = ExitStack()
    # The very last: at its end Prefect still tells the server what happened, and waits until it is heard.
    atexit.register(until_the_end.close)
    until_the_end.callback(_stop, process)
    until_the_end.enter_context(temporary_settings({PREFECT_API_URL: address}))


def _start(schedules: bool) -> tuple[subprocess.Popen[bytes], str]:
    from prefect.settings import get_current_settings

    port = _free_port(PAGE if schedules else 0)
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.scheduler", str(port)],
        env={**os.environ, **settings, "PREFECT__SERVER_FINAL": "1", **({} if schedules else TEMPORARY)},
        stdin=subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}/api"
    end = time.monotonic() + SECONDS_TO_START
    while not _answers(f"{address}/health"):
        if process.poll() is not None or time.monotonic() > end:
            _stop(process)
            raise RuntimeError(f"Prefect's server did not start on port {port}")
        time.sleep(0.1)
    return process, address


def _free_port(wanted: int) -> int:
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", wanted))
        except OSError:
            found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.close()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    with suppress(ProcessLookupError):
        os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_STOP / 2)
    os._exit(0)


def main() -> None:
    """Be the server, until the pipe on standard input is closed."""
    import uvicorn

    Thread(target=_end_with_parent, daemon=True).start()
    app = "prefect.server.api.server:create_app"
    uvicorn.run(app, factory=True, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", lifespan="on")


if __name__ == "__main__":
    main()
