"""Second headings run into their paragraphs, works strung together by 一是 二是, and one flattened table."""

from __future__ import annotations

from ..bureaus.bureau import Bureau
from ..prose import Block
from .pick import MEASURES, NOTICE, PROBLEMS, Pick, body, heading


def run_in(bureau: Bureau, pick: Pick) -> list[Block]:
    """The form that opens with a salutation and keeps to two levels."""
    works = "".join(f"{n}是{work.title}。{work.text}" for n, work in pick.works_of(bureau))
    issues = pick.issues_of(bureau)
    problems = "".join(f"{n}是{issue.problem}。{issue.detail}" for n, issue in issues)
    measures = "".join(f"{n}是{issue.measure}。{issue.action}" for n, issue in issues)
    return [
        Block("title", "{entity}{year}年度{scope}整体支出绩效自评报告"),
        NOTICE,
        body(
            "按照{area}财政局关于开展{year}年度预算绩效自评工作的通知要求，我局组织对本部门上一年度整体支出情况进行了"
            "自查和评价，有关情况报告如下。"
        ),
        heading("一、部门概况"),
        body("（一）主要职责。" + bureau.duties),
        body(
            "（二）机构设置。局机关设科室{offices:个}，所属事业单位{subordinate_units:家}，分别为{unit_names}。"
        ),
        body("（三）人员情况。全系统编制数{authorised_posts:人}，截至{year}年末在职在编{actual_staff:人}。"),
        heading("二、预算安排和执行情况"),
        *_accounts(),
        heading("三、年度重点工作完成情况"),
        body(works),
        heading("四、整体绩效目标和自评结果"),
        body("（一）绩效目标。" + bureau.goals),
        body(
            "（二）自评结果。经综合评定，{year}年度部门整体支出绩效自评总得分{self_score:分}，评价等级{grade}。其中管理"
            "效率得分{score_management:分}，履职效能得分{score_performance:分}。"
        ),
        body("（三）履职成效。" + bureau.effects[0]),
        body(bureau.effects[1]),
        body(
            "（四）管理情况。坚持过紧日子，一般性支出只减不增；实行“预算、支付、采购、合同、资产”一体化管理，关键岗位相互"
            "分离、定期轮换。内部审计每年对下属单位开展一次财务检查，检查结果与下年度预算安排挂钩。绩效目标、绩效监控和"
            "绩效自评结果随部门预决算同步公开，接受社会监督。"
        ),
        heading("五、存在问题和改进建议"),
        body("（一）存在问题。" + (problems or "无。"), PROBLEMS),
        body("（二）改进建议。" + (measures or "无。"), MEASURES),
    ]


def _accounts() -> list[Block]:
    rows = (
        "项目 预算数 支出数",
        "一般公共预算 {general_public_budget} {general_public_expenditure}",
        "政府性基金预算 {government_fund_budget} {government_fund_expenditure}",
        "合计 {budget_total} {expenditure_total}",
    )
    return [
        body(
            "（一）总体情况。年初部门预算{budget_initial}，年度追加及调整后，全年预算数为{budget_total}，全年实际支出"
            "{expenditure_total}，预算执行率为{execution_rate:%}。分资金来源的预算和支出情况见下表。"
        ),
        *(Block("table", row) for row in rows),
        body(
            "（二）支出构成。基本支出{basic_expenditure}，其中人员经费{personnel}、日常公用经费{public}；项目支出"
            "{project_expenditure}，主要用于重点任务和民生实事项目。"
        ),
        body(
            "（三）“三公”经费和会议费。全年安排“三公”经费预算{three_public_budget}，实际支出{three_public_expenditure}。"
            "其中，因公出国（境）费：{overseas_travel_expenditure:无}；公务用车购置及运行维护费：{official_vehicle_expenditure}；"
            "公务接待费：{official_reception_expenditure}，接待{guests:批次}。会议费支出{conference_expenditure}。"
        ),
        body(
            "（四）其他情况。机关运行经费支出{operating_cost}。政府采购支出{procurement_total}，其中货物{goods}，工程"
            "{works}，服务{services}，授予中小企业合同金额占比{sme_rate:%}。"
        ),
    ]
