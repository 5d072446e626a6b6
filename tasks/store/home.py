"""The home folder: one place on disk or object storage under which everything made is kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fsspec

# Object storage is far away and answers "not now" under load: wait and ask again before giving up.
S3_CLIENT = {"connect_timeout": 10, "read_timeout": 60, "retries": {"mode": "standard", "max_attempts": 8}}
WROTE_FIRST = ("PreconditionFailed", "ConditionalRequestConflict", "412")


DEFAULT_HOME = os.environ.get("YEARBOOK_HOME", "data")  # of flows that are not told another
S3 = "s3://"


def inbox(home: str) -> str:
    """Where people put files under a home, as an address; on object storage a prefix."""
    return f"{home.rstrip('/')}/raw"


class Changed(Exception):  # noqa: N818 - named for what happened
    """Somebody else wrote first: what was to be replaced is no longer what it was."""


@dataclass(frozen=True)
class Home:
    """A local folder or an `s3://` prefix, and the few operations that the project needs of it."""

    root: str
    fs: Any
    local: bool
    storage_options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, address: str) -> Home:
        """The home at a local path or a URL that fsspec knows."""
        remote = address.startswith(S3)
        # Listings are never remembered: other machines write to the same store.
        settings = {"use_listings_cache": False, "config_kwargs": S3_CLIENT} if remote else {}
        fs, root = fsspec.url_to_fs(address, **settings)
        local = "file" in ([fs.protocol] if isinstance(fs.protocol, str) else fs.protocol)
        return cls(root, fs, local, delta_options(os.environ) if remote else {})

    @property
    def conditional(self) -> bool:
        """Whether a write can be made to depend on what is there: an S3 store."""
        return bool(self.storage_options)

    def path(self, *parts: str) -> str:
        """The path of something under the home, as its file system names it."""
        return "/".join((self.root.rstrip("/"), *parts))

    def address(self, *parts: str) -> str:
        """The same with the protocol, for libraries that open it themselves."""
        return self.path(*parts) if self.local else str(self.fs.unstrip_protocol(self.path(*parts)))

    def exists(self, *parts: str) -> bool:
        """Whether there is something at that path."""
        return bool(self.fs.exists(self.path(*parts)))

    def read(self, *parts: str) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none."""
        return bytes(self.fs.cat_file(self.path(*parts)))

    def write(self, data: bytes, *parts: str) -> None:
        """Write a file so that it is there whole or not at all, even when the power fails."""
        path = self.path(*parts)
        if not self.local:
            self.fs.pipe_file(path, data)  # an object put is whole or absent by nature
            return
        write_whole(Path(path), data)

    def state(self, *parts: str) -> tuple[str | None, int]:
        """The tag that tells this content of an object from any other, and its size; None where none is."""
        try:
            about = self.fs.info(self.path(*parts))
        except FileNotFoundError:
            return None, 0
        return about.get("ETag"), int(about["size"] or 0)

    def replace(self, data: bytes, tag: str | None, *parts: str) -> str:
        """Write an object only where it still bears `tag` (None: is not there yet); gives the new tag.

        Raises `Changed` where it does not. For stores that are `conditional`.
        """
        bucket, key, _ = self.fs.split_path(self.path(*parts))
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        try:
            return str(self.fs.call_s3("put_object", Bucket=bucket, Key=key, Body=data, **condition)["ETag"])
        except OSError as error:
            if not _wrote_first(error):
                raise
            now, _ = self.state(*parts)
            # An answer that was lost made the client try again, against its own write.
            if now is not None and data and self.read(*parts) == data:
                return now
            raise Changed("/".join(parts)) from error

    def folders(self, *parts: str) -> list[str]:
        """Names of the folders directly under a path, sorted; none where the path is missing."""
        if not self.exists(*parts):
            return []
        found = self.fs.ls(self.path(*parts), detail=True)
        return sorted(e["name"].rstrip("/").rsplit("/", 1)[-1] for e in found if e["type"] == "directory")


def _wrote_first(error: OSError) -> bool:
    answer = getattr(error.__cause__, "response", None) or {}
    return isinstance(error, FileNotFoundError) or answer.get("Error", {}).get("Code") in WROTE_FIRST


def delta_options(environment: Mapping[str, str]) -> dict[str, str]:
    """What Delta tables on S3 need beside the AWS_* variables, which they read as everybody does.

    A conditional put makes concurrent commits safe; plain HTTP is allowed where the endpoint says so.
    """
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or ""
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1"
    options = {"aws_conditional_put": "etag", "aws_region": region}
    options |= {"timeout": "60s", "connect_timeout": "10s"}
    if endpoint:
        options |= {"aws_endpoint": endpoint, "allow_http": str(endpoint.startswith("http://")).lower()}
    return options


def write_whole(path: Path, data: bytes) -> None:
    """Write aside in the same folder, force it to disk, then rename: the only step others can see."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a rename inside `folder` to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
