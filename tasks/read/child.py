"""The child process in which files from strangers are read; started by `isolation`, never by hand.

It takes a line of JSON a file on standard input, its path and the pages to be drawn (null: it is to be
read), and answers each with the length of its reply and the reply. It limits itself before it reads anything.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import signal
import struct
import sys
from collections.abc import Callable
from pathlib import Path

from tasks.model import Unreadable
from tasks.read import limits, read
from tasks.read.pictures import Wanted, draw
from tasks.read.sniff import sniff
from tasks.read.wire import pack, pack_pictures, pack_reason

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
FOLDER = "yearbook-read-"  # how the name of a child's own folder begins
STATM = Path("/proc/self/statm")
LENGTH = struct.Struct(">Q")
MEMORY_REASON = str(limits.exceeded(limits.MEMORY_BYTES))
DAMAGED = "damaged: the file breaks the rules of its own format (文件已损坏)"


def main() -> None:
    """Answer until the parent closes the pipe."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for a reply
    limit_process()
    leave_network()
    for line in sys.stdin:
        path, wanted = json.loads(line)
        data = Path(path).read_bytes()
        limit_time()
        limit_memory(sniff(data))
        reply = answer(data, reading if wanted is None else drawing(wanted))
        replies.write(LENGTH.pack(len(reply)) + reply)
        replies.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)
    # The parent has gone, perhaps killed, and cannot tidy up: this folder was made for this process alone.
    if Path.cwd().name.startswith(FOLDER):
        shutil.rmtree(Path.cwd(), ignore_errors=True)


def reading(data: bytes) -> bytes:
    """The document that a file holds."""
    return pack(read(data))


def drawing(wanted: Wanted) -> Callable[[bytes], bytes]:
    """What draws these pages of a file."""
    return lambda data: pack_pictures(draw(data, wanted))


def answer(data: bytes, work: Callable[[bytes], bytes] = reading) -> bytes:
    """What is said of a file: what the work makes of it, or the reason why there is nothing."""
    try:
        return work(data)
    except Unreadable as unreadable:
        return pack_reason(str(unreadable))
    except MemoryError:
        return pack_reason(MEMORY_REASON)
    except RecursionError:
        return pack_reason(str(limits.exceeded(limits.DEPTH)))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the panic of a library that is no Python is no `Exception`
        # A library that stumbles over a file says that the file is bad, in words that no user knows.
        return pack_reason(f"{DAMAGED} [{type(error).__name__}]")


def limit_process() -> None:
    """Bound what this process and all it starts may use."""
    bounds = (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES.most),
        (resource.RLIMIT_FSIZE, limits.WRITTEN_BYTES.most),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in bounds:
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def limit_time() -> None:
    """Give the next file its time; past it the kernel ends this process, whatever it is doing."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + limits.CPU_SECONDS.most, hard))
    # Later than the parent's own clock, which can say why: this one is for a child without a parent.
    signal.setitimer(signal.ITIMER_REAL, limits.SECONDS.most * limits.STARVED)


def limit_memory(media_type: str) -> None:
    """Bound the memory for the next file, counted from what libraries hold already."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = limits.MEMORY_BYTES.most if hard == resource.RLIM_INFINITY else hard
    if not media_type.startswith(limits.HEAVY) and STATM.exists():
        held = int(STATM.read_text().split()[0]) * resource.getpagesize()
        most = min(most, held + limits.LIGHT_MEMORY_BYTES.most)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def leave_network() -> None:
    """Give up the network where the system allows it: no report needs it."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    except (OSError, AttributeError):
        return


if __name__ == "__main__":
    main()
