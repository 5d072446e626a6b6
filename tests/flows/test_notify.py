"""People are told, through Prefect's blocks, by webhook and by mail; both servers are on loopback."""

import asyncio
import email
import email.policy
import json
import socketserver
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from prefect import flow
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.schemas.objects import FlowRun, State
from prefect.states import Crashed

from flows import notify
from flows.mail import Mail
from flows.notify import limit, quarantine_notice, tell_failure, tell_release
from flows.yearbook import yearbook
from tasks.publish.release import latest_release
from tasks.store.home import Home

pytestmark = pytest.mark.usefixtures("scheduler")


@dataclass
class Post:
    """What arrived."""

    address: str = ""
    port: int = 0
    notes: list[dict[str, str]] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def webhook() -> Iterator[Post]:
    post = Post()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            post.notes.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(post.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        post.address = f"http://127.0.0.1:{server.server_address[1]}/hook?token=secret"
        yield post
        server.shutdown()


@pytest.fixture
def postbox() -> Iterator[Post]:
    """The least of a mail server: takes whatever comes."""
    post = Post()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 ready")
            while line := self.rfile.readline().decode().strip():
                command = line.split(":")[0].upper()
                if command.startswith("DATA"):
                    self.say("354 go on")
                    self.take()
                self.say("221 bye" if command == "QUIT" else "250 fine")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def take(self) -> None:
            lines = list(iter(self.rfile.readline, b".\r\n"))
            message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            post.mails.append(message)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        post.port = server.server_address[1]
        yield post
        server.shutdown()


@pytest.fixture
def operators(webhook: Post, postbox: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both blocks saved on the server and named in the settings, after one that does not exist."""
    CustomWebhookNotificationBlock(
        name="operators", url=webhook.address, json_data={"title": "{{subject}}", "text": "{{body}}"}
    ).save("operators", overwrite=True)
    Mail(
        host="127.0.0.1", port=postbox.port, security="none",
        sender="yearbook@example.org", recipients=["a@example.org", "b@example.org"],
    ).save("operators", overwrite=True)  # fmt: skip
    names = "custom-webhook/nobody, custom-webhook/operators, yearbook-mail/operators"
    monkeypatch.setenv(notify.BLOCKS, names)


@pytest.mark.usefixtures("operators")
def test_a_failed_run_is_told_by_webhook_and_mail(webhook: Post, postbox: Post) -> None:
    @flow(name="nightly", flow_run_name="night of 1 March", on_failure=[tell_failure])
    def nightly() -> None:
        raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="disk"):
        nightly()
    (note,) = webhook.notes
    assert note["title"] == "[yearbook] nightly failed 失败"
    assert "night of 1 March" in note["text"]
    assert "the disk is full" in note["text"]
    (mail,) = postbox.mails
    assert mail["Subject"] == note["title"]
    assert mail["To"] == "a@example.org, b@example.org"
    assert mail.get_content().split("\r\n") == [*note["text"].split("\n"), ""]


@pytest.mark.usefixtures("operators")
def test_a_run_within_a_failed_run_is_not_told_twice(webhook: Post) -> None:
    @flow(name="inner", on_failure=[tell_failure])
    def inner() -> None:
        raise ValueError("the disk is full")

    @flow(name="outer", on_failure=[tell_failure])
    def outer() -> None:
        inner()

    with pytest.raises(ValueError, match="disk"):
        outer()
    assert [note["title"] for note in webhook.notes] == ["[yearbook] outer failed 失败"]


@pytest.mark.usefixtures("operators")
def test_hooks_work_on_asynchronous_flows_and_a_broken_webhook_fails_nothing(
    webhook: Post, postbox: Post
) -> None:
    webhook.status = 500

    @flow(name="nightly", on_failure=[tell_failure])
    async def nightly() -> None:
        raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="disk"):
        asyncio.run(nightly())
    assert len(postbox.mails) == 1


@pytest.mark.usefixtures("operators")
def test_a_crash_is_told_as_a_crash(webhook: Post) -> None:
    @flow(name="nightly")
    def nightly() -> None: ...

    state: State[Any] = Crashed(message="Flow run process exited with non-zero status code -9.")
    # A worker that finds its process gone calls hooks by these names.
    asyncio.run(tell_failure(flow=nightly, flow_run=FlowRun(flow_id=uuid4(), name="night"), state=state))
    assert webhook.notes[0]["title"] == "[yearbook] nightly crashed 崩溃"
    assert "status code -9" in webhook.notes[0]["text"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, samples: Path, scheduler: None) -> Path:
    """A home with one report published and one file in quarantine."""
    home = tmp_path_factory.mktemp("notify") / "home"
    (home / "raw").mkdir(parents=True)
    report = next(samples.rglob("*2023.txt"))
    (home / "raw" / report.name).write_bytes(report.read_bytes())
    (home / "raw" / "broken.txt").write_bytes(bytes(range(256)) * 8)
    yearbook(str(home), workers=1)
    return home


@pytest.mark.usefixtures("operators")
def test_a_new_release_is_told_once(published: Path, webhook: Post) -> None:
    release = latest_release(Home.open(str(published)))
    assert release
    asyncio.run(tell_release(str(published), None, release))
    asyncio.run(tell_release(str(published), release, release))
    (note,) = webhook.notes
    assert note["title"] == f"[yearbook] release {release} 新版本"
    assert f"{published}/releases/{release}" in note["text"]
    assert "1 file(s) newly in quarantine" in note["text"]


@pytest.mark.usefixtures("operators")
def test_too_much_in_quarantine_is_told_with_names_and_reasons(
    published: Path, webhook: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(notify.LIMIT, "0")
    release = latest_release(Home.open(str(published))) or ""
    asyncio.run(tell_release(str(published), None, release))
    _, note = webhook.notes
    assert note["title"] == "[yearbook] 1 files in quarantine 隔离"
    assert "- broken.txt: " in note["text"]


def test_nobody_is_told_where_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(notify.BLOCKS, raising=False)
    asyncio.run(tell_release("no-such-home", None, "no-such-release"))


def test_a_message_names_so_many_files_and_no_more() -> None:
    body = quarantine_notice("r1", [f"{n}.txt: unreadable" for n in range(100)]).body
    assert body.count("unreadable") == notify.NAMED
    assert "80 more" in body


@pytest.mark.parametrize(("value", "expected"), [("3", 3), ("", 10), ("many", 10), ("-1", 10)])
def test_the_limit_is_a_setting(value: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(notify.LIMIT, value)
    assert limit() == expected


def test_a_message_says_why_it_was_not_sent_but_never_a_webhook_address(
    webhook: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook.status = 403
    hook = CustomWebhookNotificationBlock(name="x", url=webhook.address, json_data={"text": "{{body}}"})
    hook.save("closed", overwrite=True)
    monkeypatch.setenv(notify.BLOCKS, "custom-webhook/closed, custom-webhook/nobody")
    told: list[str] = []
    monkeypatch.setattr(notify.log, "error", lambda text, *parts: told.append(text % parts))
    asyncio.run(notify.send(notify.Notice("subject", "body")))
    assert told[0] == "nobody was told through custom-webhook/closed of 'subject': it answered 403"
    assert "Unable to find block document named nobody" in told[1]
    assert "secret" not in "".join(told)
