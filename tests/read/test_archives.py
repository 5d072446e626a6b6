import io
import zipfile

import pytest

from tasks.model import Unreadable
from tasks.read import read
from tasks.read.archives import is_archive, members
from tests.read import good


def names(data: bytes) -> list[str]:
    return [member.name for member in members(data)]


def test_members_come_with_their_folders_and_contents() -> None:
    data = good.packed({"2023/报告.txt": "甲", "2023/附表.xlsx": good.sheet()})
    assert names(data) == ["2023/报告.txt", "2023/附表.xlsx"]
    assert members(data)[0].data.decode() == "甲"


def test_a_document_packed_as_zip_is_no_archive() -> None:
    assert not is_archive(good.word())
    assert not is_archive(good.sheet())
    assert is_archive(good.packed({"报告.docx": good.word()}))


def test_names_in_gbk_are_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("XXXX.txt", "甲")
    data = stream.getvalue().replace(b"XXXX", "报告".encode("gbk"))
    assert names(data) == ["报告.txt"]


def test_archives_inside_archives_are_opened_in_their_place() -> None:
    inner = good.packed({"内.txt": "甲"})
    assert names(good.packed({"a.txt": "乙", "包.zip": inner, "z.txt": "丙"})) == [
        "a.txt",
        "包.zip!内.txt",
        "z.txt",
    ]


def test_what_packers_add_for_themselves_is_left_out() -> None:
    assert names(good.packed({"报告.txt": "甲", "__MACOSX/._报告.txt": "乙", ".DS_Store": "丙"})) == [
        "报告.txt"
    ]


def test_an_archive_is_not_read_as_a_document() -> None:
    with pytest.raises(Unreadable, match="archive"):
        read(good.packed({"报告.txt": "甲"}))


@pytest.mark.parametrize(
    ("archive", "reason"), [({"../x.txt": "1"}, "unsafe"), ({"a.txt": "1"}, "archive")], ids=["bad", "good"]
)
def test_one_that_comes_whole_is_refused_for_what_is_wrong_with_it(
    archive: dict[str, str], reason: str
) -> None:
    with pytest.raises(Unreadable, match=f"^{reason}: "):
        read(good.packed(archive))
