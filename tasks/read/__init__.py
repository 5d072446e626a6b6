"""Reading: bytes of any file to a `Document` of lines, or `Unreadable` with a reason."""

from tasks.model import Document, Unreadable
from tasks.read.sniff import sniff
from tasks.read.text import read_text

__all__ = ["read"]


def read(data: bytes) -> Document:
    """The lines of a raw file, its kind known by content alone.

    Raises `Unreadable` with a reason in plain words for what no reader takes.
    """
    if not data:
        raise Unreadable("empty: the file has no bytes (空文件)")
    media_type = sniff(data)
    if media_type != "text/plain":
        raise Unreadable(f"format: {media_type} is not read by this version (暂不支持的格式)")
    return read_text(data)
