import type { FieldHints, TargetHints } from "../model/column-hints.js";

// Titles as Greenhouse, Lever, Workable, iCIMS and Moka write them in reports and exports.

const PARENT: FieldHints = {
  titles: [["external_application_id", "Feishu External Application ID", "飞书外部投递ID", "外部投递ID"]],
  form: /^[67]\d{18}$/,
  legacy_titles: [
    ...["Application ID", "Job Application ID", "Submission ID", "Candidacy ID"],
    ...["申请ID", "申请编号", "投递ID", "投递编号", "应聘ID", "流程ID"],
  ],
};

const FILES: FieldHints = { titles: [["attachment_id_list", "Feishu Attachment IDs", "飞书附件ID"]] };

export const externalInterviewHints: TargetHints = {
  fields: {
    external_id: {
      titles: [
        [
          ...["Interview ID", "Interview UUID", "Scheduled Interview ID", "Event ID"],
          ...["面试ID", "面试编号", "面试记录ID", "面试安排ID"],
        ],
      ],
      fallback: ["ID", "编号"],
    },
    external_application_id: PARENT,
    participate_status: {
      titles: [["Attendance", "Interview Status", "Attended", "参与状态", "到场情况", "面试状态", "签到状态"]],
      values: {
        ...{ "Not attended": 1, "Did not attend": 1, Attended: 2, "No show": 3, "No-show": 3 },
        ...{ 未参与: 1, 未参加: 1, 参与: 2, 已参与: 2, 已参加: 2, 已面试: 2, 爽约: 3 },
      },
    },
    begin_time: {
      titles: [
        [
          ...[
            "Interview Start",
            "Start Time",
            "Begin Time",
            "Starts At",
            "Interview Date",
            "Interview Time",
            "Scheduled For",
          ],
          ...["面试开始时间", "开始时间", "面试时间", "面试日期"],
        ],
      ],
    },
    end_time: {
      titles: [["Interview End", "End Time", "Ends At", "面试结束时间", "结束时间"]],
    },
    "interview_assessments.username": {
      titles: [
        [
          ...["Interviewer", "Interviewer Name", "Interviewer 1", "Submitted By"],
          ...["面试官", "面试官姓名", "面试官1", "评价人", "评价人1"],
        ],
      ],
    },
    "interview_assessments.conclusion": {
      titles: [
        [
          ...["Overall Recommendation", "Recommendation", "Conclusion", "Conclusion 1"],
          ...["面试结论", "面试结果", "结论", "结论1", "推荐结论"],
        ],
      ],
      // Not "pass": of a candidate it says in English the opposite of "passed".
      values: {
        ...{ "Strong No": 1, "Definitely Not": 1, No: 1, Failed: 1, Yes: 2, "Strong Yes": 2, Passed: 2 },
        ...{ "No Decision": 3, Undecided: 3, 不通过: 1, 未通过: 1, 通过: 2, 待定: 3 },
      },
    },
    "interview_assessments.content": {
      titles: [
        [
          ...["Interview Feedback", "Overall Feedback", "Feedback", "Feedback 1", "Key Takeaways"],
          ...["面试评价", "面试反馈", "综合评价", "评价", "评价1", "反馈"],
        ],
      ],
    },
  },
};

export const externalOfferHints: TargetHints = {
  fields: {
    external_id: {
      titles: [["Offer ID", "Offer UUID", "Offer Number", "Offer编号", "录用编号", "录用ID"]],
      fallback: ["ID", "编号"],
    },
    external_application_id: PARENT,
    biz_create_time: {
      titles: [
        [
          ...["Offer Created At", "Offer Date", "Offer Created", "Offer Sent", "Offer Sent At", "Created At"],
          ...["Offer创建时间", "Offer发放时间", "发放时间", "录用时间", "Offer时间", "创建时间"],
        ],
      ],
    },
    owner: {
      titles: [["Offer Owner", "Owner", "Recruiter", "Created By", "Offer负责人", "负责人", "招聘负责人", "创建人"]],
    },
    offer_status: {
      titles: [["Offer Status", "Status", "Offer状态", "录用状态", "状态"]],
    },
    attachment_id_list: FILES,
  },
};

export const externalBackgroundCheckHints: TargetHints = {
  fields: {
    external_id: {
      titles: [["Background Check ID", "Check ID", "Screening ID", "背调ID", "背调编号", "背景调查ID", "背景调查编号"]],
      fallback: ["ID", "编号"],
    },
    external_application_id: PARENT,
    date: {
      titles: [
        [
          ...["Background Check Date", "Check Date", "Completed At", "Completed On", "Report Date"],
          ...["背调日期", "背调时间", "背景调查日期", "完成时间", "报告日期"],
        ],
      ],
    },
    name: {
      titles: [
        ["Background Check", "Check Name", "Package", "Check Type", "背调名称", "背调类型", "背调套餐", "背景调查名称"],
      ],
    },
    result: {
      titles: [["Background Check Result", "Result", "Check Result", "Outcome", "背调结果", "背景调查结果", "结果"]],
    },
    attachment_id_list: FILES,
  },
};
