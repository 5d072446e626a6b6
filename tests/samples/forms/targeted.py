"""The form that sets each project's targets against what became of them, in prose."""

from __future__ import annotations

from itertools import groupby

from ..bureaus.bureau import Aim, Bureau
from ..prose import Block
from .pick import MEASURES, NOTICE, PROBLEMS, Pick, body, heading


def targeted(bureau: Bureau, pick: Pick) -> list[Block]:
    """The form whose works stand under （1） （2） and whose targets are listed project by project."""
    works = [
        block
        for number, (_, work) in enumerate(pick.works_of(bureau), 1)
        for block in (heading(f"（{number}）{work.title}"), body(work.text))
    ]
    return [
        Block("title", "{entity}{scope}整体支出绩效自评报告"),
        Block("other", "（{year}年度）"),
        NOTICE,
        heading("一、部门概况"),
        heading("（一）机构职能"),
        body(bureau.duties),
        heading("（二）机构组成和人员概况"),
        body(
            "{entity}内设机构{offices:个}，下属单位{subordinate_units:个}，包括{unit_names}。部门核定编制总数"
            "{authorised_posts:人}，截至{year}年12月31日实有在职人员{actual_staff:人}。"
        ),
        heading("（三）年度重点工作"),
        *works,
        heading("二、部门资金收支情况"),
        *_accounts(),
        heading("三、部门预算绩效分析"),
        body("（一）整体绩效目标。" + bureau.goals),
        heading("（二）项目绩效目标完成情况"),
        *_targets(bureau.aims),
        heading("（三）履职效果"),
        *map(body, bureau.effects),
        body(
            "（四）内部管理。编制科学方面，预算调剂率控制在较低水平；执行规范方面，资金支付手续完备，未发现超标准、超范围"
            "列支；监督整改方面，对审计和财政监督指出的事项建立清单，逐条落实责任人和完成时限，已按期整改到位。"
        ),
        heading("四、评价结论"),
        body(
            "经自评，{entity}{year}年度{scope}整体支出绩效自评得分为{self_score:分}（履职效能得分{score_performance:分}，"
            "管理效率得分{score_management:分}），绩效等级为{grade}。全年预算数{budget_total}，支出数{expenditure_total}，"
            "执行率{execution_rate:%}。"
        ),
        heading("五、存在的主要问题"),
        *_listed([(issue.problem, issue.detail) for _, issue in pick.issues_of(bureau)], PROBLEMS),
        heading("六、下一步改进措施"),
        *_listed([(issue.measure, issue.action) for _, issue in pick.issues_of(bureau)], MEASURES),
    ]


def goal_printed(aim: Aim) -> str:
    """A goal as a template: a figure's slot, a number with its unit, or words."""
    return aim.pattern.format(_slot(aim.goal, aim.unit))


def actual_printed(aim: Aim) -> str:
    """What became of a goal, as a template."""
    return _slot(aim.actual, aim.unit)


def _slot(name: str, unit: str) -> str:
    return f"{{{name}:{unit}}}" if name.replace("_", "").isascii() and not name.isdigit() else name + unit


def _targets(aims: tuple[Aim, ...]) -> list[Block]:
    return [
        body(
            f"{number}.{project}："
            + "；".join(
                f"{a.indicator}年度目标值{goal_printed(a)}，实际完成值{actual_printed(a)}" for a in group
            )
            + "。"
        )
        for number, (project, group) in enumerate(groupby(aims, key=lambda aim: aim.project), 1)
    ]


def _listed(pairs: list[tuple[str, str]], role: str) -> list[Block]:
    ordinals = "一二三四"
    return [body(f"{ordinals[i]}是{head}。{text}", role) for i, (head, text) in enumerate(pairs)] or [
        body("无。", role)
    ]


def _accounts() -> list[Block]:
    return [
        body(
            "（一）收入和预算情况。{year}年部门年初预算{budget_initial}，全年预算数{budget_total}。其中：一般公共预算"
            "{general_public_budget}，占{general_share:%}；政府性基金预算{government_fund_budget}，占{fund_share:%}。"
        ),
        body(
            "（二）支出情况。{year}年部门支出总额{expenditure_total}，执行率{execution_rate:%}。从资金来源看，一般公共预算"
            "支出{general_public_expenditure}，政府性基金预算支出{government_fund_expenditure}；从支出类型看，基本支出"
            "{basic_expenditure}，项目支出{project_expenditure}。"
        ),
        body(
            "（三）重点经费情况。“三公”经费预算{three_public_budget}，支出{three_public_expenditure}，其中：公务用车购置及运行"
            "维护费{official_vehicle_expenditure}，公务接待费{official_reception_expenditure}，因公出国（境）费："
            "{overseas_travel_expenditure:无}。会议费{conference_expenditure}，机关运行经费{operating_cost}。政府采购支出"
            "{procurement_total}，利息收入{interest_income}。"
        ),
    ]
