"""Works and issues numbered 1、 2、 with run-in titles, and a signature with its date at the end."""

from __future__ import annotations

from ..bureaus.bureau import Bureau
from ..prose import Block
from .pick import MEASURES, NOTICE, PROBLEMS, Pick, body, heading


def numbered(bureau: Bureau, pick: Pick) -> list[Block]:
    """The form that tells basic from project spending, and signs."""
    works = [body(f"{i}、{work.title}。{work.text}") for i, (_, work) in enumerate(pick.works_of(bureau), 1)]
    return [
        Block("title", "{entity}{year}年度{scope}整体支出绩效自评报告"),
        NOTICE,
        body(
            "为加强财政支出管理，强化支出责任，提高资金使用效益，根据预算绩效管理有关规定，我局对{year}年度{scope}整体支出"
            "开展了绩效自评。现将自评情况报告如下："
        ),
        heading("一、基本情况"),
        heading("（一）主要职能"),
        body(bureau.duties),
        heading("（二）机构设置和人员编制"),
        body(
            "我局内设科室{offices:个}，下属预算单位{subordinate_units:个}{unit_list}。{year}年末，核定人员编制"
            "{authorised_posts:名}，实有在职人员{actual_staff:名}，服务范围覆盖{towns_and_streets:个}乡镇（街道）。"
        ),
        heading("（三）年度整体绩效目标"),
        body(bureau.goals),
        heading("二、{scope}整体支出情况"),
        *_accounts(),
        heading("三、重点工作任务完成情况"),
        *works,
        heading("四、绩效自评情况"),
        heading("（一）工作组织情况"),
        body(
            "成立自评工作组，制定实施方案，先由各科室和下属单位自查，再由工作组查阅账簿凭证、实地核对项目现场、听取服务对象"
            "意见，最后形成自评结论。自评共抽查项目{projects:个}，涉及资金占项目支出总额的{checked_rate:%}。"
        ),
        heading("（二）自评结论"),
        body(
            "总体来看，我局{year}年度预算编制较为科学，支出管理较为规范，绩效目标完成情况较好。自评综合得分"
            "{self_score:分}，等次为{grade}。"
        ),
        heading("（三）履职效能和管理效率"),
        *map(body, bureau.effects),
        body(
            "制度建设上，修订了财务收支审批、公务接待、差旅费报销等内部管理办法，明确支出标准和审批权限；财务管理上，推行"
            "公务卡结算和国库集中支付，杜绝现金坐支；资产管理上，落实专人登记保管，做到购置有审批、领用有签字、报废有鉴定。"
        ),
        *_outlook(bureau, pick),
        Block("other", "{entity_plain}"),
        Block("other", "{next_year}年{signed_month}月{signed_day}日"),
    ]


def _accounts() -> list[Block]:
    return [
        heading("（一）总体收支"),
        body(
            "{year}年年初预算{budget_initial}，调整后全年预算数{budget_total}，其中一般公共预算{general_public_budget}、政府性基金"
            "预算{government_fund_budget}。全年完成支出{expenditure_total}，预算执行率{execution_rate:%}，年末结转和结余"
            "{carried}。"
        ),
        heading("（二）基本支出"),
        body(
            "全年基本支出{basic_expenditure}，系保障机关和下属单位正常运转、完成日常工作任务的支出，包括人员经费"
            "{personnel}和公用经费{public}。其中机关运行经费{operating_cost}。“三公”经费预算{three_public_budget}，决算"
            "{three_public_expenditure}，其中：公务接待费{official_reception_expenditure}，公务用车运行维护费"
            "{official_vehicle_expenditure}，因公出国（境）费{overseas_travel_expenditure}。会议费{conference_expenditure}，"
            "比上年减少。"
        ),
        heading("（三）项目支出"),
        body(
            "全年项目支出{project_expenditure}，实行专款专用、专账核算。政府采购支出{procurement_total}，其中政府采购货物"
            "支出{goods}、工程支出{works}、服务支出{services}。专户利息收入{interest_income}。"
        ),
    ]


def _outlook(bureau: Bureau, pick: Pick) -> list[Block]:
    issues = list(enumerate((issue for _, issue in pick.issues_of(bureau)), 1))
    problems = [body(f"{i}、{issue.problem}。{issue.detail}", PROBLEMS) for i, issue in issues]
    measures = [body(f"{i}、{issue.measure}。{issue.action}", MEASURES) for i, issue in issues]
    return [
        heading("五、存在的主要问题"),
        *(problems or [body("无。", PROBLEMS)]),
        heading("六、下一步改进措施"),
        *(measures or [body("无。", MEASURES)]),
    ]
