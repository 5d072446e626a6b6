"""The README of a release: what lies in it, and how to read it from DuckDB and pandas."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from expectations.declaration import tables

NAME = "README.md"

SQL = """\
SELECT i.district, i.fiscal_year, i.printed, i.value_base, p.text
FROM 'tables/indicators.parquet' AS i
JOIN 'tables/paragraphs.parquet' AS p USING (report_id, paragraph)
WHERE i.indicator = 'budget_total'
ORDER BY i.fiscal_year, i.value_base DESC;"""

PANDAS = """\
import pandas as pd

rows = pd.read_parquet("tables/district_year.parquet")
columns = ["district", "fiscal_year", "budget_total_yuan", "execution_rate_pct"]
print(rows[columns].sort_values(["fiscal_year", "budget_total_yuan"]))"""

PAGE = """\
# 区县部门绩效年鉴 · District yearbook {release_id}

打开 `report/index.html` 查看数据质量与每个数值的原文出处；
`district-yearbook.xlsx` 与 `csv/` 可用电子表格打开；`review.xlsx` 是待人工复核的清单，
填好后用 `yearbook review` 收回。

Open `report/index.html` for the quality of the data and the source of every number.
`district-yearbook.xlsx` and `csv/` open in a spreadsheet; `datapackage.json` describes every column.
`review.xlsx` (and `review.csv`) lists what a person should look at, worst first; `yearbook review FILE`
takes it back once it is filled in.

| table | rows | 内容 | contents |
|---|---|---|---|
{rows}

Every indicator with the paragraph that proves it, in DuckDB (run in this folder):

```sql
{sql}
```

The headline in pandas (run in this folder):

```python
{pandas}
```

The workbook has two header rows, Chinese and names: `pd.read_excel("district-yearbook.xlsx", header=1)`.
"""


def release_readme(release_id: str, release: Mapping[str, pa.Table]) -> str:
    """The README as Markdown."""
    rows = "\n".join(
        f"| `tables/{t.name}.parquet` | {release[t.name].num_rows} | {t.zh} | {t.en} |"
        for t in tables().values()
    )
    return PAGE.format(release_id=release_id, rows=rows, sql=SQL, pandas=PANDAS)
