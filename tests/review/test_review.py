"""From a doubt to the next release: the queue, filled in, read back, taken or refused."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from click.testing import CliRunner

from flows.cli import main
from tasks.collect.corrections import CorrectionMismatch, parse_corrections, parse_withdrawals
from tasks.model import Finding, Report
from tasks.publish.build import collect_release, write_release
from tasks.publish.release import latest_release, read_tables
from tasks.review.decisions import Current, RefusedReview, decide
from tasks.review.queue import review_queue
from tasks.review.sheets import UnreadableReview, as_csv, as_xlsx, read_review
from tasks.store.home import Home
from tests.publish.test_release import take
from tests.reports import UNCHECKED, fact, quarantined, report

CORRECTIONS = "report_id,indicator,paragraph,printed,value_base,reason,source,corrected_by,corrected_on\n"
WITHDRAWALS = "report_id,reason,source,withdrawn_by,withdrawn_on\n"
IDENTITIES = "report_id,field,read,right,reason,source,corrected_by,corrected_on\n"
TEXT = "全年预算数1200万元，支出数900万元，另一处写预算1250万元。"
FILLED = {"reason": "表格为准", "source": "决算公开表1", "reviewer": "张三"}


def doubtful() -> Report:
    """A report that states its budget in two ways, and a rate that does not agree with what was spent."""
    made = report("a.txt", TEXT)
    assert made.facts is not None
    budgets = [replace(fact("budget_total", f"{n}万元", n, TEXT), status="conflicting") for n in (1200, 1250)]
    spent = fact("expenditure_total", "900万元", 900, TEXT)
    finding = Finding("rate_mismatch", "error", False, "应为75%", ("80%", "900万元"), (0,))
    return replace(made, facts=replace(made.facts, indicators=(*budgets, spent), findings=(finding,)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with one release, and a folder of decisions that stands for data/reference."""
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "corrections.csv").write_text(CORRECTIONS)
    (folder / "withdrawals.csv").write_text(WITHDRAWALS)
    (folder / "identities.csv").write_text(IDENTITIES)
    for module in ("tasks.collect.corrections", "tasks.collect.identities", "flows.review"):
        monkeypatch.setattr(f"{module}.files", lambda name: folder)
    home = Home.open(str(tmp_path / "home"))
    take(home, doubtful())
    take(home, quarantined("b.txt", "identity: no fiscal year could be established (未能确定年度)"))
    publish(home)
    return home


def publish(home: Home) -> None:
    write_release(home, collect_release(home), UNCHECKED)


def released(home: Home, name: str) -> bytes:
    return home.read("releases", latest_release(home) or "", name)


def tables(home: Home):
    return read_tables(home, latest_release(home) or "")


def fill(data: bytes, **answers: dict[str, str]) -> bytes:
    """The CSV of a queue with answers to some rows, by what is printed there."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(row | answers.get(f"p{row['printed']}", {}) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def take_back(home: Home, data: bytes, *more: str) -> tuple[int, str]:
    path = Path(home.root).parent / "filled.csv"
    path.write_bytes(data)
    done = CliRunner().invoke(main, ["review", str(path), "--home", str(home.root), *more])
    return done.exit_code, done.output


def test_the_queue_has_the_worst_first_and_each_figure_once(home: Home):
    items = review_queue(tables(home))
    assert [(item.indicator, item.printed) for item in items] == [
        ("expenditure_total", "900万元"),  # in an error
        ("", ""),  # a report without a year
        ("budget_total", "1200万元"),
        ("budget_total", "1250万元"),
    ]
    assert items[0].why == "应为75%"
    assert items[2].unit_base == "元"
    assert items[2].key == f"{items[2].report_id}/budget_total/0/5"
    assert items[2].value_base == 12_000_000


@pytest.mark.parametrize("status", ["superseded", "withdrawn"])
def test_nobody_is_asked_about_a_report_that_no_longer_stands(home: Home, status: str):
    release = tables(home)
    doubted = review_queue(release)[0].report_id
    rows = release["reports"].to_pylist()
    settled = [row | {"status": status} if row["report_id"] == doubted else row for row in rows]
    reports = pa.Table.from_pylist(settled, release["reports"].schema)
    left = review_queue({**release, "reports": reports})
    assert left
    assert doubted not in {item.report_id for item in left}


def test_a_decision_is_in_the_next_release_with_its_reason(home: Home):
    wrong = {"decision": "wrong", "right_value": "1,250万元"} | FILLED
    spent = {"decision": "正确"} | FILLED
    code, said = take_back(home, fill(released(home, "review.csv"), p1200万元=wrong, p900万元=spent))
    assert (code, "2 corrections, 0 withdrawals" in said) == (0, True), said
    publish(home)
    rows = {r["indicator"]: r for r in tables(home)["indicators"].to_pylist()}
    budget = rows["budget_total"]
    assert (budget["value_base"], budget["status"], budget["printed"]) == (
        12_500_000,
        "corrected",
        "1200万元",
    )
    (headline,) = tables(home)["district_year"].to_pylist()
    assert headline["budget_total_yuan"] == 12_500_000
    told = [f["message"] for f in tables(home)["findings"].to_pylist() if f["rule"] == "corrected"]
    assert len(told) == 2
    assert all("表格为准" in message and "决算公开表1" in message and "张三" in message for message in told)
    assert not [item for item in review_queue(tables(home)) if item.indicator]  # settled
    assert take_back(home, fill(released(home, "review.csv")))[0] == 0


def test_a_dry_run_writes_nothing(home: Home):
    right = {"decision": "right"} | FILLED
    code, said = take_back(home, fill(released(home, "review.csv"), p1200万元=right), "--dry-run")
    assert (code, "nothing was written" in said) == (0, True)
    publish(home)
    assert "corrected" not in tables(home)["indicators"]["status"].to_pylist()


def test_a_report_can_be_withdrawn(home: Home):
    withdraw = {"decision": "withdraw"} | FILLED
    assert take_back(home, fill(released(home, "review.csv"), p900万元=withdraw))[0] == 0
    publish(home)
    status = {r["file_name"]: r["status"] for r in tables(home)["reports"].to_pylist()}
    assert status["a.txt"] == "withdrawn"


@pytest.fixture
def misplaced(home: Home) -> Home:
    """The same home with a report of which no year could be told, and one under a doubtful district."""
    unsure = replace(report("c.txt"), status="published")
    nowhere = replace(report("d.txt", fiscal_year=None), status="quarantined", reason=NO_YEAR)
    assert unsure.facts is not None
    identity = replace(unsure.facts.identity, confidence=0.5, title="c的标题")
    take(home, replace(unsure, facts=replace(unsure.facts, identity=identity)))
    take(home, nowhere)
    publish(home)
    return home


def asked_about(home: Home) -> set[str]:
    """The files of which the queue doubts who reports about which year."""
    return {item.file_name for item in review_queue(tables(home)) if item.label == "报告身份"}


NO_YEAR = "identity: no fiscal year could be established (未能确定年度)"
TITLE = "某区退役军人事务局自评报告"
MOVED = {"decision": "wrong", "right_value": "地区=广州市增城区；年度=2021年；部门=教育局；报告类型=决算"}
DATED = {"decision": "有误", "right_value": "年度 = 2022"}


def test_a_wrong_identity_is_put_right_through_the_queue(misplaced: Home):
    shown = [item for item in review_queue(tables(misplaced)) if item.label == "报告身份"]
    assert {item.printed for item in shown} >= {"c的标题", TITLE}
    assert "地区=广东省广州市番禺区；年度=2023；部门=退役军人事务局" in shown[-1].evidence
    filled = fill(
        released(misplaced, "review.csv"), **{"pc的标题": MOVED | FILLED, f"p{TITLE}": DATED | FILLED}
    )
    code, said = take_back(misplaced, filled)
    assert (code, "5 corrections, 0 withdrawals" in said) == (0, True), said
    assert take_back(misplaced, filled)[0] == 0  # the same file again decides nothing new
    publish(misplaced)
    rows = {r["file_name"]: r for r in tables(misplaced)["reports"].to_pylist()}
    moved = rows["c.txt"]
    shown_now = ("district", "division_code", "fiscal_year", "department_type", "report_type")
    assert [moved[n] for n in shown_now] == ["增城区", "440118", 2021, "education", "final_accounts"]
    assert moved["identity_by_hand"] == ["division_code", "fiscal_year", "department", "report_type"]
    assert (rows["d.txt"]["status"], rows["d.txt"]["fiscal_year"]) == ("published", 2022)
    facts = tables(misplaced)["indicators"].to_pylist()
    assert {
        (f["division_code"], f["fiscal_year"]) for f in facts if f["report_id"] == moved["report_id"]
    } == {("440118", 2021)}
    told = [f for f in tables(misplaced)["findings"].to_pylist() if f["rule"] == "identity_corrected"]
    assert len(told) == 5
    assert all("表格为准" in f["message"] and "决算公开表1" in f["message"] for f in told)
    assert asked_about(misplaced) == {"b.txt"}
    page = released(misplaced, f"report/r/{moved['report_id']}.html").decode()
    assert page.count('class="tag corrected"') == 4
    assert "人工更正与核实" in page
    assert "决算公开表1" in page
    assert "correction" in released(misplaced, "CHANGES.md").decode()


def test_a_report_nobody_doubted_is_put_right_by_a_row_of_ones_own(misplaced: Home):
    doubted = {
        r["report_id"]: r for r in tables(misplaced)["reports"].to_pylist() if r["file_name"] == "a.txt"
    }
    row = {"key": f"{next(iter(doubted))}/identity", "decision": "wrong", "right_value": "year=2020"} | FILLED
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow(row)
    assert take_back(misplaced, out.getvalue().encode())[0] == 0
    publish(misplaced)
    years = {r["file_name"]: r["fiscal_year"] for r in tables(misplaced)["reports"].to_pylist()}
    assert years["a.txt"] == 2020


def test_an_identity_that_was_doubted_can_be_confirmed(misplaced: Home):
    right = {"pc的标题": {"decision": "right"} | FILLED}
    assert take_back(misplaced, fill(released(misplaced, "review.csv"), **right))[0] == 0
    publish(misplaced)
    assert "c.txt" not in asked_about(misplaced)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"decision": "wrong", "right_value": "增城区"}, "followed by ="),
        ({"decision": "wrong", "right_value": "地区=某某区"}, "no division code"),
        ({"decision": "wrong", "right_value": "地区=城关区；年度=2010；颜色=红"}, "followed by ="),
        ({"decision": "wrong", "right_value": "年度=去年"}, "no year"),
        ({"decision": "wrong", "right_value": "年度=2023"}, "says already"),
        ({"decision": "wrong", "right_value": "报告类型=小说"}, "is none of"),
        ({"decision": "wrong"}, "right_value missing"),
    ],
)
def test_an_answer_about_an_identity_that_cannot_be_taken_is_refused(misplaced: Home, answer, told: str):
    code, said = take_back(
        misplaced, fill(released(misplaced, "review.csv"), **{"pc的标题": answer | FILLED})
    )
    assert (code, told in said.replace("\n", " ")) == (1, True), said
    assert (Path(misplaced.root).parent / "reference/identities.csv").read_text() == IDENTITIES


def test_an_identity_that_no_longer_matches_stops_the_release(misplaced: Home):
    (wrong,) = (r for r in tables(misplaced)["reports"].to_pylist() if r["file_name"] == "c.txt")
    path = Path(misplaced.root).parent / "reference/identities.csv"
    path.write_text(IDENTITIES + f"{wrong['report_id']},fiscal_year,2019,2021,r,s,b,2026-11-22\n")
    with pytest.raises(CorrectionMismatch, match="expects '2019' once, found '2023'"):
        publish(misplaced)


@pytest.mark.parametrize(
    ("printed", "answer", "told"),
    [
        ("1200万元", {"decision": "wrong"} | FILLED, "right_value missing"),
        ("1200万元", {"decision": "right", "reason": "是"}, "source, reviewer missing"),
        ("1200万元", {"reason": "待查"}, "decision empty"),
        ("1200万元", {"decision": "maybe"} | FILLED, "is none of"),
        ("1200万元", {"decision": "wrong", "right_value": "约一千"} | FILLED, "is no number"),
        ("1200万元", {"decision": "wrong", "right_value": "1250"} | FILLED, "write its unit"),
        ("1200万元", {"decision": "wrong", "right_value": "91.3%"} | FILLED, "is a rate"),
        ("1200万元", {"decision": "right", "right_value": "1"} | FILLED, "called right"),
        ("1200万元", {"decision": "right", "printed": "1300万元"} | FILLED, "no longer has"),
        ("", {"decision": "right"} | FILLED, "nothing of this file could be read"),
    ],
)
def test_what_cannot_be_taken_is_refused_whole_and_said(home: Home, printed: str, answer, told: str):
    good = {"decision": "right"} | FILLED
    data = fill(released(home, "review.csv"), **{f"p{printed}": answer, "p900万元": good})
    code, said = take_back(home, data)
    assert code == 1
    assert told in said.replace("\n", " ")
    assert not parse_corrections((Path(home.root).parent / "reference/corrections.csv").read_text())


def test_a_queue_of_an_older_release_is_refused(home: Home):
    data = fill(released(home, "review.csv"), p1200万元={"decision": "right"} | FILLED)
    rows = tables(home)
    facts = [r for r in rows["indicators"].to_pylist() if r["indicator"] != "budget_total"]
    with pytest.raises(RefusedReview, match="no longer has '1200万元'"):
        decide(read_review(data), Current(facts, rows["reports"].to_pylist()))
    with pytest.raises(RefusedReview, match="not in the current release"):
        decide(read_review(data), Current(facts, []))


def test_two_answers_to_one_question_are_refused(home: Home):
    right = {"decision": "right"} | FILLED
    data = fill(released(home, "review.csv"), p1200万元=right, p1250万元=right)
    code, said = take_back(home, data)
    assert (code, "decides the same otherwise" in said.replace("\n", " ")) == (1, True)


def test_the_workbook_is_read_back_as_well(home: Home):
    book = openpyxl.load_workbook(io.BytesIO(released(home, "review.xlsx")))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[2]]
    (line,) = [row for row in sheet.iter_rows(min_row=3) if row[names.index("printed")].value == "1200万元"]
    for name, value in ({"decision": "wrong", "right_value": "1250万元"} | FILLED).items():
        line[names.index(name)].value = value
    out = io.BytesIO()
    book.save(out)
    rows = tables(home)
    current = Current(rows["indicators"].to_pylist(), rows["reports"].to_pylist())
    decided = decide(read_review(out.getvalue()), current)
    assert [(c.printed, c.value_base, c.by) for c in decided.corrections] == [
        ("1200万元", 12_500_000, "张三")
    ]


def test_what_other_programs_make_of_the_csv_is_read(home: Home):
    data = fill(released(home, "review.csv"), p1200万元={"decision": "right"} | FILLED)
    plain = [row for _, row in read_review(data)]
    text = data.decode("utf-8-sig")
    assert [row for _, row in read_review(text.encode("gb18030"))] == plain
    rows = csv.reader(io.StringIO(text))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    assert [row for _, row in read_review(out.getvalue().encode())] == plain


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"PK\x03\x04rubbish", b"\xff\xfe\x00"])
def test_a_file_that_is_no_queue_is_refused(data: bytes):
    with pytest.raises(UnreadableReview):
        read_review(data)


def test_text_of_reports_is_never_a_formula_and_comes_back_whole(home: Home):
    hostile = "=cmd|'/C calc'!A0"
    (item, *_) = review_queue(tables(home))
    items = [replace(item, printed=hostile, why="+1", evidence="@SUM(A1)", file_name="-2")]
    assert "\r\n".join(as_csv(items).decode("utf-8-sig").split("\r\n")[2:]).count("'=cmd") == 1
    ((_, row),) = read_review(as_csv(items))
    assert (row["printed"], row["why"], row["file_name"]) == (hostile, "+1", "-2")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(items))).worksheets[0]
    assert not [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]
    ((_, row),) = read_review(as_xlsx(items))
    assert row["printed"] == hostile


def test_the_same_release_gives_the_same_bytes(home: Home):
    items = review_queue(tables(home))
    assert as_xlsx(items) == as_xlsx(items)
    assert parse_withdrawals(WITHDRAWALS) == ()
