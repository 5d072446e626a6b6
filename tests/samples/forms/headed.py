"""Every heading on its own line, three levels deep: 一、 （一） 1."""

from __future__ import annotations

from ..bureaus.bureau import Bureau
from ..prose import Block
from .pick import MEASURES, NOTICE, PROBLEMS, Pick, body, heading


def headed(bureau: Bureau, pick: Pick) -> list[Block]:
    """The form with an annex number above its title."""
    works = [
        block
        for number, (_, work) in enumerate(pick.works_of(bureau), 1)
        for block in (heading(f"{number}.{work.title}"), body(work.text))
    ]
    return [
        Block("other", "附件1"),
        Block("title", "{year}年度{entity}{scope}整体支出绩效自评报告"),
        NOTICE,
        heading("一、部门基本情况"),
        heading("（一）部门职能"),
        body(bureau.duties),
        heading("（二）机构和人员情况"),
        body(
            "我局内设股室{offices:个}，纳入部门预算编报范围的下属事业单位{subordinate_units:个}，即{unit_names}。截至"
            "{year}年12月31日，部门核定编制{authorised_posts:名}，年末实有在职人员{actual_staff:人}。"
        ),
        heading("（三）年度总体工作和重点工作任务"),
        body(
            "{year}年，我局围绕{area}委、{area}政府中心工作，聚焦主责主业，较好地完成了全年各项任务，重点做了以下工作。"
        ),
        *works,
        heading("（四）部门整体支出绩效目标"),
        body("根据年度工作计划，我局设定的整体绩效目标为：" + bureau.goals),
        heading("（五）部门整体收支情况"),
        *_accounts(),
        heading("（六）部门整体绩效管理情况"),
        body(
            "我局成立了由主要负责同志牵头的预算绩效管理小组，财务股负责统筹协调，各业务股室和下属单位对本领域资金的绩效"
            "负责。预算编制时同步申报绩效目标，执行中按季度比对目标进展和用款进度，年度终了后逐个项目打分并复核佐证材料。"
            "{year}年纳入自评的项目共{projects:个}，自评覆盖率100%。"
        ),
        heading("二、绩效自评情况"),
        heading("（一）自评结论"),
        body(
            "对照部门整体支出绩效评价指标体系，我局{year}年度自评得分{self_score:分}，其中履职效能部分（满分60分）得分"
            "{score_performance:分}，管理效率部分（满分40分）得分{score_management:分}，自评等级为“{grade}”。"
        ),
        heading("（二）履职效能分析"),
        *map(body, bureau.effects),
        heading("（三）管理效率分析"),
        *_management(),
        *_outlook(bureau, pick),
    ]


def _accounts() -> list[Block]:
    return [
        body(
            "{year}年，我局年初预算安排{budget_initial}，执行中因上级专项下达等原因调整，全年预算数{budget_total}，其中一般公共"
            "预算{general_public_budget}，政府性基金预算{government_fund_budget}。全年支出数{expenditure_total}，预算执行率"
            "{execution_rate:%}。其中一般公共预算支出{general_public_expenditure}，政府性基金预算支出"
            "{government_fund_expenditure}。"
        ),
        body(
            "按支出性质划分，基本支出{basic_expenditure}（人员经费{personnel}，公用经费{public}），项目支出"
            "{project_expenditure}。机关运行经费支出{operating_cost}。"
        ),
        body(
            "“三公”经费全年预算{three_public_budget}，实际支出{three_public_expenditure}，其中因公出国（境）费"
            "{overseas_travel_expenditure}，公务用车运行维护费{official_vehicle_expenditure}，公务接待费"
            "{official_reception_expenditure}。会议费支出{conference_expenditure}。"
        ),
        body(
            "全年政府采购支出总额{procurement_total}，其中货物类{goods}、工程类{works}、服务类{services}。银行存款利息收入"
            "{interest_income}，已按规定上缴财政。"
        ),
    ]


def _management() -> list[Block]:
    return [
        body(
            "预算编制方面，坚持先有事项、再定资金，严格履行集体决策程序，没有项目库支撑的支出不列入预算。预算执行方面，"
            "建立股室用款台账，大额支出经局党组会议研究决定，全年没有发生截留、挤占和挪用资金的情况。"
        ),
        body(
            "信息公开方面，部门预算、决算以及绩效信息均在规定期限内通过政府门户网站向社会公布。采购管理方面，采购意向提前"
            "三十日公开，合同备案及时率100%。资产管理方面，年内完成一次固定资产盘点，账面与实物相符，处置收入足额入库。"
        ),
    ]


def _outlook(bureau: Bureau, pick: Pick) -> list[Block]:
    issues = pick.issues_of(bureau)
    problems = [
        block
        for n, issue in issues
        for block in (heading(f"（{n}）{issue.problem}"), body(issue.detail, PROBLEMS))
    ]
    measures = [
        block
        for n, issue in issues
        for block in (heading(f"（{n}）{issue.measure}"), body(issue.action, MEASURES))
    ]
    return [
        heading("三、存在的主要问题"),
        *(problems or [body("无。", PROBLEMS)]),
        heading("四、下一步改进措施"),
        *(measures or [body("无。", MEASURES)]),
    ]
