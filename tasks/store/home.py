"""The home folder: one place on disk or object storage under which everything made is kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fsspec


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
        fs, root = fsspec.url_to_fs(address)
        local = "file" in ([fs.protocol] if isinstance(fs.protocol, str) else fs.protocol)
        # A conditional put makes concurrent commits to one Delta table safe on S3-like stores.
        options = {} if local else {"aws_conditional_put": "etag"}
        return cls(root, fs, local, options)

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

    def folders(self, *parts: str) -> list[str]:
        """Names of the folders directly under a path, sorted; none where the path is missing."""
        if not self.exists(*parts):
            return []
        found = self.fs.ls(self.path(*parts), detail=True)
        return sorted(e["name"].rstrip("/").rsplit("/", 1)[-1] for e in found if e["type"] == "directory")


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
