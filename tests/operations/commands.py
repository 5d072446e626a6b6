"""Commands run in processes of their own, which tests may kill."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.operations.parts import PROJECT, Environment


@dataclass
class Run:
    """A command under way, or done."""

    commands: Commands
    pid: int
    log: Path
    began: float

    def kill(self) -> None:
        """End it and all it started, at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def wait(self, seconds: float = 120) -> int:
        """Its exit status; negative where a signal ended it."""
        end = time.monotonic() + seconds
        while self.pid not in self.commands.ended:
            if time.monotonic() > end:
                self.kill()
                raise TimeoutError(self.said())
            time.sleep(0.02)
        return self.commands.ended[self.pid]

    def cpu(self) -> float:
        """Seconds of a processor that it took, once it is over: the same however busy the machine is."""
        return self.commands.cpu[self.pid]

    def over(self) -> bool:
        return self.pid in self.commands.ended

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")


class Commands:
    """`yearbook` commands, each a fork of one process that has everything imported."""

    def __init__(self, env: Environment, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.ended: dict[int, int] = {}
        self.cpu: dict[int, float] = {}
        self._started: queue.Queue[int] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.operations.zygote"],
            env=env, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            answer = json.loads(line)
            if "started" in answer:
                self._started.put(answer["started"])
            elif "ended" in answer:
                self.cpu[answer["ended"]] = answer["cpu"]
                self.ended[answer["ended"]] = answer["status"]

    def start(self, *arguments: object, env: Mapping[str, str] | None = None) -> Run:
        """Start a command and go on."""
        self.count += 1
        log = self.folder / f"{self.count}.log"
        log.touch()
        order = {"arguments": [str(a) for a in arguments], "env": dict(env or {}), "log": str(log)}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Run(self, self._started.get(timeout=300), log, time.monotonic())

    def run(self, *arguments: object, env: Mapping[str, str] | None = None, expect: int = 0) -> str:
        """Run a command to its end; what it said."""
        run = self.start(*arguments, env=env)
        assert run.wait() == expect, run.said()
        return run.said()

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
