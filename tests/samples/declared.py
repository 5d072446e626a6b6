"""The sample reports: four districts, three years, four bureaus, every habit of form and layout."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from .bureaus.bureau import Bureau
from .bureaus.education import EDUCATION
from .bureaus.health import HEALTH
from .bureaus.veterans import VETERANS
from .bureaus.water import WATER
from .figures import declared_accounts, scaled, work_values
from .forms import Pick
from .layout import Layout
from .prose import Style
from .report import Place, Report

NANHAI = Place("广东省", "佛山市", "南海区", "440605", 7)
ANJI = Place("浙江省", "湖州市", "安吉县", "330523", 15)
LIUYANG = Place("湖南省", "长沙市", "浏阳市", "430181", 32)
PIDU = Place("四川省", "成都市", "郫都区", "510117", 10)


def _report(
    place: Place, bureau: Bureau, form: str, accounts: str, year: int, file: str, **more: Any
) -> Report:
    report = Report(
        file=f"{year}/{file}",
        place=place,
        bureau=bureau,
        year=year,
        form=form,
        accounts=declared_accounts()[f"{accounts}_{year}"],
        works=work_values(bureau, year),
    )
    return replace(report, **more)


_veterans = partial(_report, NANHAI, VETERANS, "headed", "veterans")
_water = partial(_report, ANJI, WATER, "run_in", "water")
_education = partial(_report, LIUYANG, EDUCATION, "numbered", "education")
_health = partial(_report, PIDU, HEALTH, "targeted", "health")

REPORTS: tuple[Report, ...] = (
    _veterans(
        2021,
        "示例_佛山市南海区退役军人事务局_2021.txt",
        layout=Layout(width=26, blank_lines=True, spacing="both", page_break="\n\n", page_lines=20),
    ),
    _veterans(
        2022,
        "示例_佛山市南海区退役军人事务局_2022.txt",
        pick=Pick(works=(0, 1, 2, 3, 5), issues=(0, 2)),
        layout=Layout(
            width=28,
            page_number="- {page} -",
            page_break="\f",
            displaced=("behind",),
            eol="\r\n",
            encoding="gb18030",
            seed=3,
        ),
    ),
    _veterans(
        2023,
        "示例_佛山市南海区退役军人事务局_2023.txt",
        pick=Pick(works=(0, 1, 2, 4, 5), issues=(1, 3, 2)),
        layout=Layout(
            width=32,
            page_lines=30,
            spacing="before",
            page_number="第 {page} 页 共 {pages} 页",
            header="2023年度部门整体支出绩效自评报告（示例）",
        ),
    ),
    _water(
        2021,
        "示例_安吉县水利局_2021.txt",
        style=Style(commas=False),
        layout=Layout(width=30, page_number="{page}", spacing="both", encoding="utf-8-sig"),
    ),
    _water(
        2022,
        "示例_安吉县水利局_2022.txt",
        pick=Pick(works=(0, 1, 2, 3, 5), issues=(0, 1, 3)),
        style=Style(commas=False),
        layout=Layout(width=27, indent="　　", page_number="—{page}—", encoding="utf-16-le"),
        misprints={"project_expenditure": Decimal("22214.01")},
        contradiction="basic_expenditure + project_expenditure != expenditure_total",
    ),
    _water(
        2023,
        "示例_报告06.txt",
        pick=Pick(works=(0, 1, 2, 4, 5), issues=(2, 0)),
        style=Style(commas=False),
        layout=Layout(
            width=36,
            page_lines=28,
            page_number="- {page} -",
            glued_number=True,
            page_break="\n",
            eol="\r\n",
            displaced=("glued",),
            seed=1,
        ),
    ),
    _education(
        2021,
        "示例_浏阳市教育局_2021年自评报告.txt",
        pick=Pick(works=(0, 1, 2, 3, 4, 5), issues=(0, 1)),
        style=Style(unit="元"),
        layout=Layout(width=34, page_lines=30, spacing="both", page_number="{page}/{pages}", page_break="\f"),
    ),
    _education(
        2022,
        "示例_浏阳市教育局_2022年自评报告.txt",
        pick=Pick(works=(0, 1, 2, 3, 5), issues=(0, 2)),
        layout=Layout(width=29, blank_lines=True, page_number="- {page} -", page_lines=18),
        misprints={"three_public_expenditure": Decimal("68.03")},
        contradiction=(
            "overseas_travel_expenditure + official_vehicle_expenditure + official_reception_expenditure"
            " != three_public_expenditure"
        ),
    ),
    _education(
        2022,
        "示例_浏阳市教育局_2022年自评报告（更正）.txt",
        pick=Pick(works=(0, 1, 2, 3, 5), issues=(0, 2)),
        layout=Layout(width=31, page_number="- {page} -", page_lines=22),
        supersedes="2022/示例_浏阳市教育局_2022年自评报告.txt",
    ),
    _education(
        2023,
        "示例_浏阳市教育局_2023年自评报告.txt",
        pick=Pick(works=(1, 2, 3, 4, 5), issues=(1, 3)),
        layout=Layout(
            width=25, page_lines=26, spacing="before", page_break="\n\n\n", displaced=("swapped",), seed=2
        ),
    ),
    _health(
        2021,
        "示例_郫都区卫健局_2021.txt",
        layout=Layout(width=24, spacing="both", page_number="— {page} —", blank_lines=True),
    ),
    _health(
        2022,
        "示例_郫都区卫健局_2022.txt",
        pick=Pick(works=(0, 1, 2, 3, 4), issues=(0, 2, 3)),
        layout=Layout(
            width=28, page_lines=26, header="成都市郫都区卫生健康局（示例）", page_number="第{page}页"
        ),
        misprints={"execution_rate": Decimal("96.40")},
        contradiction="execution_rate != expenditure_total / budget_total",
    ),
    _health(
        2023,
        "示例_郫都区卫健局_2023.txt",
        pick=Pick(works=(0, 1, 2, 4, 5), issues=(1, 2)),
        layout=Layout(
            width=33, page_number="{page}", page_break="\f", displaced=("top",), encoding="gb18030", seed=5
        ),
    ),
    _report(
        NANHAI,
        EDUCATION,
        "numbered",
        "bureau",
        2023,
        "示例_报告14.txt",
        works=scaled(work_values(EDUCATION, 2023), Decimal("0.08")),
        pick=Pick(works=(0, 2, 4, 5), issues=()),
        scope="unit",
        layout=Layout(width=26, indent="  ", page_lines=22, page_number="- {page} -", encoding="utf-8-sig"),
    ),
)

# Received as a picture of its page (see `scan`), outside the folders of the years.
SCANNED = replace(
    _report(ANJI, HEALTH, "numbered", "anji", 2022, ""),
    file="示例_安吉县卫生健康局_2022（扫描件）.pdf",
    works=scaled(work_values(HEALTH, 2022), Decimal("0.6")),
    pick=Pick(works=(4,), issues=(0,)),
)
