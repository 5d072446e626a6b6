"""Plain text: the encodings that governments publish in, and lines exactly as they stand."""

import codecs
import re

from tasks.model import Document, Line, Unreadable

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LINE_END = re.compile(r"\r\n|\n|\r")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
# What no Chinese text holds in number: scripts beyond ASCII, Latin-1, CJK, full-width forms, symbols.
ODD = re.compile(
    r"[^\t\n\x0b\x0c\r\x1c-\x7e\u00a0-\u00ff\u2000-\u27bf"
    r"\u3000-\u303f\u4e00-\u9fff\ue000-\uf8ff\uff00-\uffef]"
)
# Four Chinese characters in UTF-8: no accident of GB18030 looks so for twelve bytes and a whole line.
UTF8_CHINESE = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){4}")
MAX_CONTROL_SHARE = 0.001
MAX_ODD_SHARE = 0.05


def read_text(data: bytes) -> Document:
    """The lines of a text in UTF-8, UTF-16 or GB18030; `Unreadable` for anything else."""
    encoding, text = decode(data)
    lines = tuple(Line(number, line) for number, line in enumerate(LINE_END.split(text), start=1))
    return Document("text/plain", encoding, lines)


def decode(data: bytes) -> tuple[str, str]:
    """The encoding of `data` and its text without the byte order mark.

    Decoding is strict and the result must look like a text: a byte that fits no encoding makes the
    file unreadable, since a replaced character could be a digit.
    """
    for encoding in candidates(data):
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and mixed(data):
            raise Unreadable("not text: lines in UTF-8 and in GB18030 are mixed (文件混用了两种编码)")
        if looks_like_text(text):
            return encoding, text
    raise Unreadable(
        "not text: no known encoding (UTF-8, UTF-16, GB18030) gives readable text (无法识别的编码)"
    )


def mixed(data: bytes) -> bool:
    """Whether some lines of what GB18030 could decode are UTF-8: both succeed, and one is gibberish."""
    return any(UTF8_CHINESE.search(line) and _is_utf8(line) for line in data.splitlines())


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def candidates(data: bytes) -> list[str]:
    """Encodings worth trying, the likeliest first; a byte order mark settles it."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return [encoding]
    if len(data) % 2 == 0 and b"\x00" in data[:512]:
        return ["utf-8", "utf-16-le", "utf-16-be"]
    return ["utf-8", "gb18030"]


def looks_like_text(text: str) -> bool:
    """Whether `text` could have been written: few control characters, few strange scripts."""
    if not text.strip():
        raise Unreadable("empty: the file holds only white space (只有空白)")
    control = len(CONTROL.findall(text))
    odd = len(ODD.findall(text))
    return control <= MAX_CONTROL_SHARE * len(text) and odd <= MAX_ODD_SHARE * len(text)
