"""Compound files are followed by our own hands before a library may fill the memory with them."""

import struct

import pytest

from tasks.model import Unreadable
from tasks.read.compound import check_compound, compound, names
from tasks.read.sniff import sniff
from tests.read import good

SECTOR = 512


def test_a_good_one_is_followed_to_its_end() -> None:
    check_compound(good.old_sheet())
    assert names(compound(good.old_sheet())) == {"Workbook"}


def with_number(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + struct.pack("<I", number) + data[at + 4 :]


def directory_of(data: bytes) -> int:
    return (struct.unpack_from("<I", data, 48)[0] + 1) * SECTOR


def test_a_ring_of_sectors_is_refused() -> None:
    data = good.old_sheet()
    table = (struct.unpack_from("<I", data, 76)[0] + 1) * SECTOR
    with pytest.raises(Unreadable, match="damaged"):
        check_compound(with_number(data, table + 4, 0))  # the second sector leads back to the first


def test_a_stream_that_claims_more_than_the_file_is_refused() -> None:
    data = good.old_sheet()
    with pytest.raises(Unreadable, match="damaged"):
        check_compound(with_number(data, directory_of(data) + 128 + 120, 0x7FFFFFFF))


@pytest.mark.parametrize("length", [0, 8, 80, 512, 700])
def test_one_cut_short_is_refused(length: int) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        compound(good.old_sheet()[:length])


def test_what_is_embedded_does_not_tell_what_a_file_is() -> None:
    """A name that stands in a storage of its own is no name in the root."""
    data = good.old_sheet()
    inside = directory_of(data) + 2 * 128
    name = "WordDocument".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<HBB3I", len(name) + 2, 2, 1, *[0xFFFFFFFF] * 3)
    bent = data[:inside] + entry + data[inside + len(entry) :]
    assert sniff(bent) == "application/vnd.ms-excel"
