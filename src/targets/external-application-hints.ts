import type { TargetHints } from "../model/column-hints.js";
import { CANDIDATE_ID } from "./candidate-titles.js";

// Titles and values as Greenhouse, Lever, SmartRecruiters, Workday, iCIMS, Taleo, Workable, Zoho Recruit, Breezy,
// Trakstar, ClearCompany, EasyCruit and Moka write them in reports, exports and APIs; the Chinese ones also as
// recruiting departments call them.

const APPLICATION_ID = [
  ...["Application ID", "App ID", "Application Number", "Application No", "Application Reference", "Submission ID"],
  ...["Job Application ID", "Job Submission ID", "Opportunity ID", "Recruiting Workflow ID", "Candidacy ID"],
  ...["申请ID", "申请编号", "申请号", "投递ID", "投递编号", "投递记录ID", "应聘ID", "应聘编号", "应聘记录编号"],
  ...["external_id", "External ID"],
];

const JOB_ID = [
  ...["Job ID", "Vacancy ID", "Requisition ID", "Job Req ID", "Job Requisition ID", "Posting ID", "Opening ID"],
  ...["Position ID", "Requisition Number", "Req Number", "Job Number", "Vacancy Reference Number", "Job Code"],
  ...["职位ID", "职位编号", "岗位ID", "岗位编号", "需求编号", "招聘需求编号", "Tjänst-ID", "Vakans-ID", "Annons-ID"],
];

const CREATED = [
  ...["Application Creation Date", "Application Date", "Applied At", "Applied On", "Applied Date", "Date Applied"],
  ...["Date Candidate Applied", "Application Submitted", "Application Created", "Submission Date", "Apply Date"],
  ...["Date Added", "Added On", "Created Date", "Creation Date", "Created At", "Date Created", "Created Time"],
  ...["申请时间", "申请日期", "投递时间", "投递日期", "应聘时间", "应聘日期", "创建时间", "create_time"],
  ...["Ansökningsdatum", "Ansøgningsdato"],
];

const TITLES = {
  job_title: [
    ...["Job Title", "Vacancy Title", "Job Posting Title", "Requisition Title", "Posting Title", "Opening Title"],
    ...[
      "Job Name",
      "Position Title",
      "Position Name",
      "Posting Name",
      "Applied Position",
      "Position",
      "Posting",
      "Job",
    ],
    ...["应聘职位", "投递职位", "申请职位", "职位名称", "岗位名称", "应聘岗位", "申请岗位", "职位", "岗位"],
    ...["Tjänstetitel", "Tjänst", "Stilling"],
  ],
  resume_source: [
    ...["Source", "Sources", "Application Source", "Candidate Source", "Job Application Source", "Source Name"],
    ...["Source Detail", "Resume Source", "Recruiting Source", "Applicant Source"],
    ...[
      "简历来源",
      "来源渠道",
      "来源",
      "渠道",
      "应聘渠道",
      "投递渠道",
      "渠道名称",
      "Ansökningskälla",
      "Ansøgningskilde",
    ],
  ],
  stage_before_the_end: [
    ...["Application Rejected After", "Stage at Rejection", "Last Recruiting Stage", "Rejected From Stage"],
    ...["Stage Before Archive", "Last Stage", "归档前阶段", "申请归档前阶段", "淘汰前阶段", "淘汰阶段", "终止前阶段"],
  ],
  stage_before_withdrawal: ["Application Withdrawal After", "Stage at Withdrawal"],
  stage_now: [
    ...["Current Stage", "Current Workflow Stage", "Application Stage", "Candidate Stage", "Pipeline Stage", "Stage"],
    ...["Application Step", "Stage Name", "Current Macro Workflow Stage", "Current Step"],
    ...["当前阶段", "招聘阶段", "所在阶段", "应聘阶段", "流程阶段", "阶段"],
  ],
  rejection_reason: [
    ...["Rejection Reason", "Rejected Reason", "Application Reason of Rejection", "Reason for Rejection"],
    ...["Archive Reason", "Profile Archive Reason", "Disqualification Reason", "Disqualified Reason"],
    ...["Disposition Reason", "Drop Reason", "Decline Reason", "Reject Reason"],
    ...["归档原因", "淘汰原因", "终止原因", "拒绝原因", "不合适原因", "Orsak till avslag", "Årsag til afslag"],
  ],
  withdrawal_reason: [
    ...["Withdrawal Reason", "Application Reason of Withdrawal", "Reason for Withdrawal", "Withdrawn Reason"],
    ...["放弃原因", "候选人放弃原因"],
  ],
  rejected_on: [
    ...["Rejected At", "Rejected On", "Rejection Date", "Application Rejection Date", "Rejected Date", "Date Rejected"],
    ...["Archived At", "Archive Date", "Archived On", "Disqualified At", "Disqualified On", "Disposition Date"],
    ...["Date Disqualified", "Termination Date", "Closed Date"],
    ...["归档时间", "归档日期", "淘汰时间", "淘汰日期", "终止时间", "终止日期", "拒绝时间", "申请归档时间"],
  ],
  withdrawn_on: [
    ...["Withdrawal Date", "Application Withdrawal Date", "Withdrawn At", "Withdrawn On", "Date Withdrawn", "放弃时间"],
  ],
};

const ENDED_BY_COMPANY = [
  ...["We rejected them", "Rejected by us", "Declined by Employer", "Rejected by Employer", "Rejected by Company"],
  ...["Candidate rejected", "Rejected", "HR 主动终止", "公司淘汰", "企业淘汰", "HR 淘汰"],
];
const ENDED_BY_CANDIDATE = [
  ...["They rejected us", "Rejected by the candidate", "Withdraw by Candidate", "Withdrawn by Candidate"],
  ...["Candidate withdrew", "Withdrawn", "Withdrew", "候选人主动放弃", "候选人放弃", "候选人主动终止"],
];

const STATUS = [
  ...["Status", "Application Status", "State", "Application State", "Candidate Status", "Applicant Status"],
  ...["Current Status", "Hiring Status", "Workflow Status", "Recruiting Status", "Disposition", "Disposition Status"],
  ...[
    "状态",
    "申请状态",
    "候选人状态",
    "投递状态",
    "应聘状态",
    "流程状态",
    "简历状态",
    "当前状态",
    "招聘状态",
    "处理状态",
  ],
  ...["候选人流程状态", "申请流程状态", "Ansökningsstatus", "Ansøgningsstatus"],
  ...["Current Macro Workflow Stage", "Application Stage", "Archive Reason", "归档原因"],
];

// Words of statuses: those that the systems above set themselves, and those that recruiting departments add in Chinese.
const RUNNING = [
  ...["Active", "In Progress", "In Process", "In Review", "New", "Open", "Lead", "Interview", "Offer", "On Hold"],
  ...["New Applicants", "New Application", "Screening", "Phone Screen", "Interviewing", "Active Candidate", "Ongoing"],
  ...[
    "Under Review",
    "Under Consideration",
    "Pending",
    "Pending Review",
    "Shortlisted",
    "Assessment",
    "Offer Extended",
  ],
  ...[
    "进行中",
    "流程中",
    "招聘中",
    "面试中",
    "处理中",
    "跟进中",
    "推进中",
    "待处理",
    "待筛选",
    "筛选中",
    "初筛",
    "初筛中",
  ],
  ...[
    "简历筛选",
    "评估中",
    "待评估",
    "待面试",
    "待安排面试",
    "待沟通",
    "待定",
    "新简历",
    "新投递",
    "在流程",
    "在流程中",
  ],
  ...[
    "Offer 中",
    "Offer 沟通",
    "Offer 审批中",
    "待发 Offer",
    "已发 Offer",
    "待入职",
    "Pågående",
    "Aktiv",
    "Igangværende",
  ],
];
const HIRED = [
  ...["Hired", "Hire", "Ready for Hire", "Offer Accepted", "Accepted Offer", "Onboarded", "Converted", "Placed"],
  ...["已入职", "已录用", "入职", "录用", "已到岗", "已报到", "入职完成", "成功入职", "已接受 Offer", "接受 Offer"],
  ...["Anställd", "Ansat"],
];

const RECRUITMENT_TYPES = {
  // Moka's hireMode counts as Feishu does.
  ...{ 1: 1, 2: 2, 社招: 1, 社会招聘: 1, 校招: 2, 校园招聘: 2 },
  ...{ Social: 1, "Social Recruitment": 1, Experienced: 1, "Experienced Hire": 1 },
  ...{ Campus: 2, "Campus Recruitment": 2, "Campus Hire": 2 },
};

// What says neither who came to whom nor whether somebody recommended (LinkedIn, an agency, a fair) is for a person.
const DELIVERY_TYPES = {
  ...{ Sourced: 1, Prospecting: 1, "Sourcer Submitted": 1, "HR Sourcing": 1 },
  ...{ "HR 主动寻访": 1, "HR 寻访": 1, 主动寻访: 1, 主动搜索: 1, "HR 主动搜索": 1, "HR 搜寻": 1, 主动搜寻: 1 },
  ...{ Applied: 2, "Self Submission": 2, "Candidate Applied": 2, "Company Website": 2, "Company Marketing": 2 },
  ...{ "Career Site": 2, "Careers Site": 2, "Careers Page": 2, "Jobs page on your website": 2, "Job Board": 2 },
  ...{ "Job Boards": 2, "Third Party Boards": 2, Annons: 2, Karriärsida: 2 },
  ...{ 主动投递: 2, 官网投递: 2, 自主投递: 2, 网申: 2, 官网: 2 },
  ...{ Referral: 3, Referrals: 3, Referred: 3, "Employee Referral": 3, "Internal Referral": 3 },
  ...{ 内推: 3, 内部推荐: 3, 员工推荐: 3, 员工内推: 3, 推荐: 3, Rekommendation: 3 },
  ...{ Other: 4, 其他: 4, 其它: 4, Övrigt: 4 },
};

/** How the fields of an external application are called in the systems that people leave. */
export const externalApplicationHints: TargetHints = {
  fields: {
    external_id: {
      titles: [APPLICATION_ID],
      fallback: ["ID", "UUID", "Record ID", "编号"],
      parts: [CANDIDATE_ID, JOB_ID, CREATED],
    },
    // A snowflake of 19 digits. No legacy system knows it: a column of this title and another form is its own id.
    talent_id: {
      titles: [["talent_id", "Feishu Talent ID", "Lark Talent ID", "飞书人才ID", "人才ID"]],
      form: /^[67]\d{18}$/,
      legacy_titles: CANDIDATE_ID,
    },
    job_recruitment_type: {
      titles: [
        ["job_recruitment_type", "Hire Mode", "Recruitment Type", "招聘类型", "招聘模式", "社招校招", "招聘方式"],
      ],
      values: RECRUITMENT_TYPES,
    },
    job_title: { titles: [TITLES.job_title] },
    resume_source: { titles: [TITLES.resume_source] },
    stage: {
      titles: [TITLES.stage_before_the_end, TITLES.stage_before_withdrawal, TITLES.stage_now],
      fallback: ["Application Status", "流程状态", "Ansökningsstatus", "Status", "状态"],
    },
    termination_reason: { titles: [TITLES.rejection_reason, TITLES.withdrawal_reason] },
    delivery_type: {
      titles: [
        [
          ...["delivery_type", "Origin", "Applied Via", "Source Type", "Source Origin", "Sourcing Origin"],
          ...["Source Category", "Source Group", "Application Type", "来源类型", "投递类型", "投递方式", "渠道类型"],
        ],
      ],
      fallback: TITLES.resume_source,
      values: DELIVERY_TYPES,
    },
    // Not the date of the last update: any edit moves it.
    modify_time: { titles: [TITLES.rejected_on, TITLES.withdrawn_on], fallback: ["Workflow Change Date"] },
    create_time: { titles: [CREATED] },
    termination_type: {
      titles: [
        [
          ...["termination_type", "Rejection Reason Type", "Reason Type", "Rejection Type", "Disqualification Type"],
          ...["终止类型", "归档类型", "淘汰类型"],
        ],
      ],
      telling_values: [ENDED_BY_COMPANY, ENDED_BY_CANDIDATE],
    },
  },
  leave_out: {
    titles: STATUS,
    step_titles: [...TITLES.stage_now, "Step"],
    values: [
      {
        kind: "still_running",
        why: "still running",
        meaning: "They may still be running.",
        ends: false,
        values: RUNNING,
      },
      {
        kind: "already_hired",
        why: "hired",
        meaning: "They would be imported as past applications.",
        ends: true,
        values: HIRED,
      },
    ],
    ended_by: ["modify_time"],
  },
};
