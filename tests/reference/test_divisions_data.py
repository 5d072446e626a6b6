"""The divisions file itself: whole, consistent, and right where history is easy to check."""

from collections import Counter

import pytest

from tasks.extract.identity.divisions import OPEN, Division, above, as_of
from tasks.extract.identity.gazetteer import load_gazetteer

DIVISIONS = load_gazetteer().divisions
EVERY = [d for group in DIVISIONS.by_code.values() for d in group]


def standing(year: int) -> list[Division]:
    return [d for d in EVERY if d.in_force(year)]


@pytest.mark.parametrize("year", range(2000, 2026))
def test_every_year_covers_the_whole_mainland(year: int) -> None:
    levels = Counter(d.level for d in standing(year))
    assert levels["province"] == 31
    assert 332 <= levels["city"] <= 334
    assert 2843 <= levels["district"] <= 2862


@pytest.mark.parametrize("year", [2000, 2013, 2025])
def test_a_code_has_one_name_at_a_time_and_a_province_above_it(year: int) -> None:
    codes = Counter(d.code for d in standing(year))
    assert max(codes.values()) == 1
    assert all(d.code[:2] + "0000" in codes for d in standing(year))


def test_years_run_forward_and_every_heir_begins_where_its_predecessor_ended() -> None:
    for d in EVERY:
        assert d.first <= d.last
        if d.successor:
            assert any(heir.first == d.last + 1 for heir in DIVISIONS.by_code[d.successor])


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("440118", 2021, "增城区"),
        ("440183", 2010, "增城市"),
        ("440113", 2023, "番禺区"),
        ("310107", 2024, "普陀区"),
        ("150702", 2012, "海拉尔区"),
        ("120116", 2022, "滨海新区"),
        ("341400", 2009, "巢湖市"),
        ("340181", 2015, "巢湖市"),
        ("330114", 2021, "钱塘区"),
        ("371200", 2017, "莱芜市"),
    ],
)
def test_known_history(code: str, year: int, name: str | None) -> None:
    found = [d.name for d in DIVISIONS.by_code.get(code, ()) if d.in_force(year)]
    assert found == ([name] if name else [])


def test_autonomous_areas_have_their_everyday_names() -> None:
    assert {d.name for d in DIVISIONS.by_name["红河州"]} == {"红河哈尼族彝族自治州"}
    assert "本溪满族自治县" in {d.name for d in DIVISIONS.by_name["本溪县"]}
    assert {d.name for d in DIVISIONS.by_name["内蒙古"]} == {"内蒙古自治区"}


def test_every_division_of_today_can_be_placed() -> None:
    for d in EVERY:
        if d.last == OPEN:
            province, city = above(DIVISIONS, d, 2025)
            assert province is not None
            assert d.level != "district" or city is None or city.code[:2] == d.code[:2]


def test_every_name_leads_somewhere_in_every_year_it_was_in_force() -> None:
    for d in EVERY:
        for year in (max(d.first, 2000), min(d.last, 2025)):
            assert as_of(DIVISIONS, d, year) == d or not d.in_force(year)
