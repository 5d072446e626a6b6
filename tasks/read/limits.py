"""Every limit that a file is held to while it is read, declared here and nowhere else.

They are generous to reports (the largest seen have some hundreds of pages and some tens of megabytes) and
small beside what a poisoned file can ask for. A limit that is hit is the reason a person reads.
"""

from __future__ import annotations

from typing import NamedTuple

from tasks.model import Unreadable

MIB = 1024 * 1024


class Limit(NamedTuple):
    """The most that is allowed of something, and how to say it."""

    most: int
    english: str
    chinese: str


FILE_BYTES = Limit(200 * MIB, "bytes in the file", "文件大小")
PAGES = Limit(2_000, "pages", "页数")
PAGE_CHARACTERS = Limit(200_000, "characters on a page", "单页字符数")
PAGE_OBJECTS = Limit(200_000, "drawn objects on a page", "单页图形对象数")
CHARACTERS = Limit(30_000_000, "characters", "字符数")
LINES = Limit(2_000_000, "lines", "行数")
PIXELS = Limit(120_000_000, "pixels in a picture", "图像像素")
POINTS = Limit(15_000, "points along a page's side", "页面尺寸")  # the format itself allows 14,400
FILTERS = Limit(2, "packings of one stream inside each other", "数据流压缩层数")
PICTURES = Limit(500, "pages to recognise", "需识别的页数")
SHEETS = Limit(200, "sheets", "工作表数")
CELLS = Limit(3_000_000, "cells in a sheet", "单元格数")
COLUMNS = Limit(4_000, "columns in a table", "表格列数")
DEPTH = Limit(200, "levels of nested elements", "嵌套层数")
ENTRIES = Limit(5_000, "entries in an archive", "压缩包条目数")
NESTING = Limit(3, "archives inside archives", "压缩包嵌套层数")
UNPACKED_BYTES = Limit(1024 * MIB, "bytes when unpacked", "解压后大小")
PART_BYTES = Limit(256 * MIB, "bytes in one unpacked part", "单个部件解压后大小")
RATIO = Limit(200, "times its packed size when unpacked", "压缩比")
# Small parts compress very well without being bombs: the ratio is asked of those beyond this size alone.
RATIO_FREE_BYTES = 8 * MIB
DIRECTORY_BYTES = Limit(16 * MIB, "bytes in an archive's directory", "压缩包目录大小")

# What a child process that reads a file may use (see isolation): time for some fifty scanned pages.
SECONDS = Limit(300, "seconds", "读取时间")
DRAWING_SECONDS = Limit(60, "seconds to draw its pages", "绘制时间")
STARVED = 20  # a busy machine that gives a child less than this fraction of a processor ends it all the same
CPU_SECONDS = Limit(600, "seconds of processor time", "处理器时间")
MEMORY_BYTES = Limit(4 * 1024 * MIB, "bytes of memory", "内存")
# For what needs no recognition and no other program: what a child has already, and this much more.
LIGHT_MEMORY_BYTES = Limit(1024 * MIB, "more bytes of memory", "内存")
HEAVY = ("application/pdf", "image/", "application/msword", "application/rtf", "application/vnd.oasis")
WRITTEN_BYTES = Limit(512 * MIB, "bytes written to temporary files", "临时文件大小")
FILES_A_CHILD = 200  # what a library leaks is given back when its process is replaced


def check(limit: Limit, found: int) -> None:
    """Raise `Unreadable` where there is more of something than allowed."""
    if found > limit.most:
        raise exceeded(limit, f"{found:,}")


def exceeded(limit: Limit, found: str = "more") -> Unreadable:
    """The reason for a file that asks for more than a limit allows."""
    return Unreadable(f"limit: {found} {limit.english}, {limit.most:,} allowed ({limit.chinese}超过上限)")
