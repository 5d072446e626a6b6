"""Who reports about which year, put right by a person: what changes, and what stops the release."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tasks.collect.corrections import CorrectionMismatch
from tasks.collect.identities import IdentityCorrection, load_identities, parse_identities, put_right
from tasks.extract.identity.identify import standing
from tests.reports import PANYU

HEADER = "report_id,field,read,right,reason,source,corrected_by,corrected_on\n"
ID = "a" * 16


def row(**more: object) -> dict[str, object]:
    said = {
        name: getattr(PANYU, name)
        for name in (
            "title", "province", "city", "district", "town", "division_code", "division_level", "department",
            "department_type", "entity_scope", "report_type", "fiscal_year",
        )
    }  # fmt: skip
    known = {"report_id": ID, "status": "published", "reason": None, "identity_confidence": 0.7}
    return said | known | {"identity_evidence": ["department: title"]} | more


def entry(field: str, read: str, right: str) -> IdentityCorrection:
    return IdentityCorrection(ID, field, read, right, "封面为准", "纸质原件", "张三", "2026-11-22")


def test_a_report_moves_to_the_district_that_a_person_names() -> None:
    (made,) = put_right([row()], [entry("division_code", "440113", "440118")])
    assert (made["district"], made["city"], made["division_code"]) == ("增城区", "广州市", "440118")
    assert (made["identity_by_hand"], made["identity_confidence"]) == (["division_code"], 1.0)
    assert made["identity_evidence"][0] == (
        "division_code: read as 440113, put right by a person (张三, 2026-11-22): 封面为准; 纸质原件"
    )
    assert made["identity_evidence"][1] == "department: title"


def test_the_finding_names_the_divisions_and_says_who_decided() -> None:
    said = entry("division_code", "440113", "440118").finding
    assert said["message"] == (
        "行政区划：原读作“440113 番禺区”，经人工复核改为“440118 增城区”。"
        "理由：封面为准；依据：纸质原件（张三，2026-11-22）"
    )
    assert said["values"] == ["440113", "440118"]


def test_the_division_is_named_as_of_the_right_year() -> None:
    corrections = [entry("division_code", "440113", "440183"), entry("fiscal_year", "2023", "2012")]
    (made,) = put_right([row()], corrections)
    assert (made["fiscal_year"], made["district"], made["division_code"]) == (2012, "增城市", "440183")


def test_the_type_of_a_department_follows_its_name() -> None:
    (made,) = put_right([row()], [entry("department", "退役军人事务局", "教育局")])
    assert (made["department"], made["department_type"]) == ("教育局", "education")


def test_a_report_held_back_for_its_identity_is_published_once_that_is_whole() -> None:
    reason = standing(replace(PANYU, fiscal_year=None))[1]
    held = row(status="quarantined", reason=reason, fiscal_year=None)
    (made,) = put_right([held], [entry("fiscal_year", "", "2023")])
    assert (made["status"], made["reason"]) == ("published", None)
    still = row(status="quarantined", reason=reason, fiscal_year=None, department=None)
    (made,) = put_right([still], [entry("fiscal_year", "", "2023")])
    assert made["status"] == "quarantined"
    assert "no department" in made["reason"]
    broken = row(status="quarantined", reason="internal: it failed")
    assert put_right([broken], [entry("fiscal_year", "2023", "2022")])[0]["status"] == "quarantined"


@pytest.mark.parametrize(
    ("there", "given"),
    [
        (row(fiscal_year=2022), [entry("fiscal_year", "2023", "2021")]),  # it is read otherwise now
        (row(), [entry("fiscal_year", "2023", "2021"), entry("fiscal_year", "2023", "2020")]),
        (row(report_type=None, fiscal_year=None), [entry("fiscal_year", "", "2023")]),  # was never read
        (row(), [entry("division_code", "440113", "440118"), entry("fiscal_year", "2023", "1991")]),
    ],
)
def test_an_entry_that_no_longer_matches_stops_the_release(there, given) -> None:
    with pytest.raises(CorrectionMismatch, match=r"identities\.csv"):
        put_right([there], given)


def test_an_entry_about_a_report_not_received_waits() -> None:
    assert put_right([row(report_id="b" * 16)], [entry("fiscal_year", "2023", "2021")]) == [
        row(report_id="b" * 16)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "a,district,x,y,r,s", "a,fiscal_year,2023,soon,r,s", "a,fiscal_year,2023,2021,,s",
        "a,division_code,440113,999999,r,s", "a,report_type,budget,nonsense,r,s",
        "a,department_type,education,schooling,r,s", "a,fiscal_year,2023,,r,s",
    ],
)  # fmt: skip
def test_a_line_that_is_no_entry_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="identities, line 2"):
        parse_identities(HEADER + line + "\n")


def test_the_curated_file_is_well_formed() -> None:
    assert isinstance(load_identities(), tuple)
