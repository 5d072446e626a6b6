"""Starts `yearbook` commands quickly: everything is imported once, and each command is a fork of that.

Orders come as lines of JSON on standard input; answers go out the same way: a process id for each order,
and later its exit status and the seconds of a processor that it took. Without this, a command would spend
most of its life importing, and most killings would hit nothing.
"""

from __future__ import annotations

import json
import os
import select
import sys
from contextlib import suppress
from typing import Any


def preload() -> None:
    # What commands import late, and what libraries of theirs import late.
    import deltalake  # noqa: F401
    import fastapi  # noqa: F401
    import great_expectations  # noqa: F401
    import pandas  # noqa: F401
    import prefect.flow_engine
    import prefect.task_engine  # noqa: F401
    import vl_convert  # noqa: F401

    import flows.backfill
    import flows.quality_report
    import flows.terminal
    import flows.yearbook  # noqa: F401
    import tasks.check.verdicts
    import tasks.publish.site.build  # noqa: F401
    from tasks.reference import load_reference

    load_reference()
    with suppress(ImportError):
        import s3fs  # noqa: F401


def main() -> None:
    preload()
    say({"ready": os.getpid()})
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 0.02)
        if readable:
            line = sys.stdin.readline()
            if not line:
                return
            say({"started": fork(json.loads(line))})
        reap()


def fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    os.setpgrp()  # so that it can be killed with all it started
    out = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for handle in (1, 2):
        os.dup2(out, handle)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(order["env"])
    code = 70
    try:
        command(order["arguments"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        os._exit(code)


def command(arguments: list[str]) -> None:
    """A command of the door, or a flow as a worker runs it: `flow` (the main one) or `inbox`."""
    if arguments[0] == "inbox":
        from flows.inbox import inbox

        inbox(arguments[2])
        sys.exit(0)
    if arguments[0] == "flow":
        from flows.yearbook import yearbook

        yearbook(arguments[2], arguments[3:])
        sys.exit(0)
    from flows.cli import main as door

    door(arguments)


def reap() -> None:
    while True:
        try:
            pid, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        cpu = used.ru_utime + used.ru_stime
        say({"ended": pid, "status": os.waitstatus_to_exitcode(status), "cpu": cpu})


def say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
