"""Places over the years: found by name, followed through renamings, told apart by the names above them."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.identity.divisions import Division, as_of, name_at, stem
from tasks.extract.identity.gazetteer import load_gazetteer
from tasks.extract.identity.place import Place, locate

DIVISIONS = load_gazetteer().divisions
EVERY = sorted((d for group in DIVISIONS.by_code.values() for d in group), key=lambda d: (d.code, d.first))


def test_a_renamed_division_is_the_same_place_before_and_after() -> None:
    assert locate(DIVISIONS, ["增城区"], 2021, "").code == "440118"
    assert locate(DIVISIONS, ["增城市"], 2010, "").code == "440183"
    assert locate(DIVISIONS, ["增城区"], 2010, "").district == "增城市"
    assert locate(DIVISIONS, ["增城市"], 2021, "").district == "增城区"


def test_a_merged_division_ends_but_for_the_year_of_grace() -> None:
    assert locate(DIVISIONS, ["江干区"], 2020, "").code == "330104"
    assert locate(DIVISIONS, ["江干区"], 2021, "").code == "330104"
    assert locate(DIVISIONS, ["江干区"], 2024, "") == Place(
        district="江干区", note="江干区 was no division in 2024"
    )


def test_same_names_are_told_apart_by_the_chain_or_the_context() -> None:
    assert locate(DIVISIONS, ["南京市", "鼓楼区"], 2021, "").code == "320106"
    assert locate(DIVISIONS, ["鼓楼区"], 2021, "经徐州市财政局批复").code == "320302"
    assert locate(DIVISIONS, ["鼓楼区"], 2021, "").code is None
    assert locate(DIVISIONS, ["鼓楼区"], 2021, "徐州市、福州市").code is None


def test_a_district_of_a_municipality_has_it_for_city_too() -> None:
    assert locate(DIVISIONS, ["上海市", "普陀区"], 2024, "") == Place(
        "上海市", "上海市", "普陀区", "310107", "district"
    )


def test_counties_led_by_the_province_have_no_city() -> None:
    place = locate(DIVISIONS, ["潜江市"], 2022, "")
    assert (place.province, place.city, place.district) == ("湖北省", None, "潜江市")


def test_a_functional_area_is_named_but_has_no_code() -> None:
    place = locate(DIVISIONS, ["岳阳市", "甲乙新区"], 2021, "")
    assert (place.city, place.district, place.code) == ("岳阳市", "甲乙新区", None)


def test_the_longest_name_wins() -> None:
    assert name_at(DIVISIONS, "乌鲁木齐市新市区财政局", 5) == "新市区"
    assert name_at(DIVISIONS, "没有地名", 0) is None


@given(st.sampled_from(EVERY), st.integers(2000, 2026))
def test_following_a_division_gives_one_in_force_or_nearly(division: Division, year: int) -> None:
    found = as_of(DIVISIONS, division, year)
    assert found is None or found.first - 1 <= year <= found.last + 1


@given(st.sampled_from([d for d in EVERY if d.last >= 2025]))
def test_the_full_chain_always_finds_its_code(division: Division) -> None:
    above = {division.code[:2] + "0000", division.code[:4] + "00"} - {division.code}
    chain = [DIVISIONS.by_code[code][-1].name for code in sorted(above) if code in DIVISIONS.by_code]
    assert locate(DIVISIONS, [*chain, division.name], 2025, "").code == division.code


@given(st.sampled_from(EVERY))
def test_a_stem_begins_its_name(division: Division) -> None:
    assert division.name.startswith(stem(division.name))
