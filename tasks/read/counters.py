"""How a word processor prints the numbers of automatic numbering: （一）, 1., ①, IV."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def printed_number(number: int, form: str) -> str:
    """A number as the numbering format `form` (a value of `w:numFmt`) prints it; digits where unknown."""
    return FORMS.get(form, str)(number)


def chinese(number: int, digits: str = DIGITS, tens: str = "十百千") -> str:
    """1 to 9999 in Chinese, ten as 十 and not 一十."""
    if not 0 < number < 10_000:
        return str(number)
    said, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(said)
            continue
        said += (
            (digits[0].replace("〇", "零") if gap else "")
            + digits[digit]
            + (tens[power - 1] if power else "")
        )
        gap = False
    return said[1:] if said.startswith(digits[1] + tens[0]) and digits is DIGITS else said


def _roman(number: int) -> str:
    said = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value) if number < 5000 else (0, number)
        said += letters * count
    return said


def _letter(number: int) -> str:
    """A to Z, then AA to ZZ, as Word goes on."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


def _from(first: str, count: int) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + n - 1) if 0 < n <= count else str(n)


def _of(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if 0 < n <= len(signs) else str(n)


def _plain_digits(number: int) -> str:
    return "".join(DIGITS[int(d)] for d in str(number))


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: "".join(chr(ord("０") + int(d)) for d in str(n)),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _plain_digits,
    "japaneseDigitalTenThousand": _plain_digits,
    "taiwaneseDigital": _plain_digits,
    "chineseLegalSimplified": lambda n: chinese(n, FORMAL, "拾佰仟"),
    "ideographLegalTraditional": lambda n: chinese(n, FORMAL, "拾佰仟"),
    "japaneseLegal": lambda n: chinese(n, FORMAL, "拾佰仟"),
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "ordinal": lambda n: f"{n}.",
    "none": lambda n: "",
}
