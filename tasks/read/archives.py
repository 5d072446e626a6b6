"""Archives: a zip to its members, or the reason why none of it is to be trusted.

Nothing is ever written to disk here, so an unsafe name can do no harm by itself; but who packs `../x` into
an archive of reports means harm, and the whole archive is refused.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from typing import NamedTuple, NoReturn

from tasks.model import Unreadable
from tasks.read import limits

END = b"PK\x05\x06"
END_SIZE = 22
UTF8_NAME = 0x800
ENCRYPTED = 0x1
CHUNK = 1024 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# All that the library raises for bytes that are no honest zip.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    OverflowError,
)
DAMAGED = "damaged: the archive cannot be unpacked (压缩包已损坏)"
# What packers add for themselves: never a report.
LITTER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._)")
UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f\x7f]")
LONGEST_NAME = 1_000


class Member(NamedTuple):
    """A file inside an archive; `name` has `/` between folders, and `!` between nested archives."""

    name: str
    data: bytes


def members(data: bytes, level: int = 1) -> tuple[Member, ...]:
    """The files of a zip in the order of its directory, those of nested zips in their place.

    Raises `Unreadable` for the whole archive where an entry is unsafe, encrypted or damaged, or where a
    limit is hit. A nested zip that is refused refuses the archive around it.
    """
    limits.check(limits.NESTING, level)
    found: list[Member] = []
    with open_zip(data) as archive:
        for entry in archive.infolist():
            name = entry_name(entry)
            _refuse_unsafe(entry, name)
            if entry.is_dir() or LITTER.search(name):
                continue
            content = part(archive, entry)
            if is_archive(content):
                found += [Member(f"{name}!{m.name}", m.data) for m in members(content, level + 1)]
            else:
                found.append(Member(name, content))
            limits.check(limits.ENTRIES, len(found))
            limits.check(limits.UNPACKED_BYTES, sum(len(m.data) for m in found))
    if not found:
        raise Unreadable("empty: the archive holds no file (压缩包内没有文件)")
    return tuple(found)


def refuse_archive(data: bytes) -> NoReturn:
    """The reason why an archive could not be taken apart, for one that comes here whole."""
    members(data)
    raise Unreadable("archive: its members are read one by one (压缩包，应先展开)")


def is_archive(data: bytes) -> bool:
    """Whether `data` is a zip that stands for its members, not a document packed as one."""
    from tasks.read.sniff import sniff

    return sniff(data) == "application/zip"


def open_zip(data: bytes) -> zipfile.ZipFile:
    """A zip whose directory is within limits and honest about its sizes."""
    entries, directory = _directory(data)
    limits.check(limits.ENTRIES, entries)
    limits.check(limits.DIRECTORY_BYTES, directory)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN:
        raise Unreadable(DAMAGED) from None
    infos = archive.infolist()
    limits.check(limits.ENTRIES, len(infos))
    limits.check(limits.UNPACKED_BYTES, sum(info.file_size for info in infos))
    for info in infos:
        limits.check(limits.PART_BYTES, info.file_size)
        if info.file_size > limits.RATIO_FREE_BYTES:
            limits.check(limits.RATIO, info.file_size // max(1, info.compress_size))
    return archive


def part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | str) -> bytes:
    """The content of an entry; never more than the directory promised."""
    info = archive.getinfo(entry) if isinstance(entry, str) else entry
    if info.flag_bits & ENCRYPTED:
        raise Unreadable("encrypted: the archive asks for a password (压缩包已加密)")
    if info.compress_type not in METHODS:
        raise Unreadable("format: the archive is packed by a method that is not read (不支持的压缩方式)")
    content = bytearray()
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                content += chunk
                limits.check(limits.PART_BYTES, len(content))
    except BROKEN:
        raise Unreadable(DAMAGED) from None
    return bytes(content)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry as its packer meant it: GBK, or UTF-8 with or without its flag."""
    if entry.flag_bits & UTF8_NAME:
        return entry.orig_filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _refuse_unsafe(entry: zipfile.ZipInfo, name: str) -> None:
    shown = re.sub(r"[\x00-\x1f\x7f]", "?", name)[:80]
    if UNSAFE.search(name) or len(name) > LONGEST_NAME:
        raise Unreadable(f"unsafe: the archive has an entry named {shown!r} (压缩包内有不安全的文件名)")
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unreadable(f"unsafe: the archive entry {shown!r} is no plain file (压缩包内有链接或设备)")


def _directory(data: bytes) -> tuple[int, int]:
    """How many entries the directory of a zip claims, and its size in bytes."""
    at = data.rfind(END, max(0, len(data) - END_SIZE - 65_535))
    if at < 0 or len(data) - at < END_SIZE:
        raise Unreadable(DAMAGED)
    entries, size = struct.unpack_from("<HI", data, at + 10)
    if entries == 0xFFFF or size == 0xFFFFFFFF:
        raise limits.exceeded(limits.ENTRIES)
    return entries, size
