"""Reading: bytes of any file to a `Document` of lines, or `Unreadable` with a reason.

`read` does it here and now; `isolation.read_isolated` does the same in a child process under limits, which
is how files from strangers are read.
"""

from tasks.model import Document, Unreadable
from tasks.read import limits
from tasks.read.registry import reader_of
from tasks.read.sniff import sniff

__all__ = ["read"]


def read(data: bytes) -> Document:
    """The lines of a raw file, its kind known by content alone.

    Raises `Unreadable` with a reason in plain words for what no reader takes.
    """
    if not data:
        raise Unreadable("empty: the file has no bytes (空文件)")
    limits.check(limits.FILE_BYTES, len(data))
    document = reader_of(sniff(data))(data)
    limits.check(limits.LINES, len(document.lines))
    limits.check(limits.CHARACTERS, sum(len(line.text) for line in document.lines))
    if not any(line.text.strip() for line in document.lines):
        raise Unreadable("empty: the file holds no text (没有文字内容)")
    return document
