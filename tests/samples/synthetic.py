"""Any number of reports with known truth, made from the samples' material with figures drawn at random.

for place in places(2022):
    content, truth = generate(place, "水利局", 2022)
"""

from __future__ import annotations

from random import Random

from .figures import drawn_accounts, drawn_work_values
from .forms import FORMS, Pick
from .layout import Layout, render
from .prose import Style
from .report import BUREAUS, Place, Report, Truth, compose

PLACES = (
    Place("河北省", "石家庄市", "正定县", "130123", 9),
    Place("辽宁省", "大连市", "庄河市", "210283", 25),
    Place("江苏省", "苏州市", "昆山市", "320583", 11),
    Place("浙江省", "湖州市", "安吉县", "330523", 15),
    Place("安徽省", "合肥市", "肥西县", "340123", 13),
    Place("福建省", "泉州市", "晋江市", "350582", 19),
    Place("山东省", "青岛市", "即墨区", "370215", 15),
    Place("河南省", "郑州市", "巩义市", "410181", 20),
    Place("湖北省", "武汉市", "黄陂区", "420116", 19),
    Place("湖南省", "长沙市", "浏阳市", "430181", 32),
    Place("广东省", "佛山市", "南海区", "440605", 7),
    Place("四川省", "成都市", "郫都区", "510117", 10),
)


def generate(district: Place, department: str, year: int, seed: int = 0) -> tuple[bytes, Truth]:
    """The raw file of an invented report, and its truth; `department` is a key of `BUREAUS`.

    The same arguments give the same bytes. Every seed draws its own figures, form and layout.
    """
    rng = Random(f"{district.code} {department} {year} {seed}")
    bureau = BUREAUS[department]
    report = Report(
        file=f"{year}/示例_{district.printed}{department}_{year}_{seed}.txt",
        place=district,
        bureau=bureau,
        year=year,
        form=rng.choice(sorted(FORMS)),
        accounts=drawn_accounts(rng),
        works=drawn_work_values(bureau, rng),
        pick=Pick(tuple(sorted(rng.sample(range(6), 5))), tuple(rng.sample(range(4), rng.randint(1, 3)))),
        style=Style(unit=rng.choice(("万元", "万元", "元")), commas=rng.random() < 0.6),
        layout=drawn_layout(rng),
    )
    truth = compose(report)
    return render(list(zip(truth.kinds, truth.paragraphs, strict=True)), report.layout), truth


def drawn_layout(rng: Random) -> Layout:
    """A layout of any width and furniture; one report in four has a displaced fragment."""
    return Layout(
        width=rng.randint(24, 36),
        page_lines=rng.randint(20, 32),
        blank_lines=rng.random() < 0.2,
        indent=rng.choice(("", "", "　　")),
        spacing=rng.choice(("none", "before", "both")),
        page_number=rng.choice(("", "{page}", "- {page} -", "— {page} —", "第 {page} 页 共 {pages} 页")),
        page_break=rng.choice(("", "\f", "\n\n\n")),
        displaced=rng.choice(((), (), (), ("behind",), ("swapped",))) if rng.random() < 0.6 else (),
        eol=rng.choice(("\n", "\r\n")),
        encoding=rng.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030")),
        seed=rng.randrange(1 << 30),
    )
