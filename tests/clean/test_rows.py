import pytest

from tasks.clean.rows import is_table


@pytest.mark.parametrize(
    "line",
    [
        "一般公共预算 1,234.50万元 1,200.00万元",
        "人员经费 12.5 30.2",
        "项目  金额  占比",
        "项目 预算数 支出数",
        "合计\t12\t—",
        "合 计 | 46 |",
        "项目 | 上年决算数 | 本年决算数 |",
        "1.因公出国（境）费用 | |",
    ],
)
def test_a_row_of_cells(line):
    assert is_table(line)


@pytest.mark.parametrize(
    "line",
    [
        "截至 2023年 12月 31日",
        "全年完成 12 项，支出 3.5 万元",
        "示例区人民政府区长 李明",
        "单位人员情况：在职 12 人 退休 3 人。",
        "预算执行率 98.5%",
        "某区民政局2023年部门预算 |",
        "2023年部门收支预算总表 | | |",
        "单位：万元 | |",
    ],
)
def test_a_line_of_text(line):
    assert not is_table(line)
