"""Departments: every declared type is found under its names, and the names over the years are one id."""

from importlib.resources import files

import pytest
import yaml

from tasks.extract.identity.departments import classify, field_of
from tasks.extract.identity.gazetteer import load_gazetteer

DEPARTMENTS = load_gazetteer().departments
DECLARED = yaml.safe_load((files("data.reference") / "departments.yaml").read_text("utf-8"))
TYPES = {t["id"]: t for t in DECLARED["types"]}


def test_ids_and_names_are_declared_once() -> None:
    assert len(TYPES) == len(DECLARED["types"])
    names = [name for t in DECLARED["types"] for name in t.get("names", ())]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", [t for t, declared in TYPES.items() if "names" in declared])
def test_every_field_name_with_every_ending_is_its_type(kind: str) -> None:
    declared = TYPES[kind]
    for name in declared["names"]:
        for ending in DECLARED["bodies"][declared.get("bodies", "bureau")]:
            if ending in ("局", "委员会", "部"):
                assert classify(DEPARTMENTS, name + ending) in (kind, None), name + ending


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("退役军人事务局", "veterans_affairs"),
        ("卫生健康局", "health"),
        ("卫生和计划生育委员会", "health"),
        ("卫生局", "health"),
        ("国土资源局", "natural_resources"),
        ("自然资源和规划局", "natural_resources"),
        ("工商行政管理局", "market_regulation"),
        ("市场监督管理局", "market_regulation"),
        ("教育体育局", "education"),
        ("文化旅游体育局", "culture_tourism_sport"),
        ("发展和改革委员会", "development_reform"),
        ("城市管理和综合执法局", "urban_management"),
        ("公安局甲分局", "public_security"),
        ("人民政府", "people_government"),
        ("人民政府办公室", "government_office"),
        ("甲街道办事处", "subdistrict_office"),
        ("人民代表大会常务委员会办公室", "peoples_congress"),
        ("政协", "cppcc"),
        ("县委组织部", "party_organisation"),
        ("区委社会工作部", "party_social_work"),
        ("纪委监委", "discipline_inspection"),
        ("中医医院", "hospital"),
        ("第一中学校", "school"),
        ("甲镇学区", "school"),
        ("融媒体中心", "media"),
        ("农业综合技术服务中心", "public_institution"),
        ("社会事业局", "other_department"),
    ],
)
def test_the_usual_bodies_of_a_county(name: str, kind: str) -> None:
    assert classify(DEPARTMENTS, name) == kind


def test_the_government_of_a_town_is_a_type_of_its_own() -> None:
    assert classify(DEPARTMENTS, "人民政府", town="甲镇") == "town_government"


def test_names_know_their_years() -> None:
    field = field_of(DEPARTMENTS, "卫生和计划生育局")
    assert field is not None
    assert DEPARTMENTS.years[field].cover(2015)
    assert not DEPARTMENTS.years[field].cover(2023)
