import type { TargetHints } from "../model/column-hints.js";
import { CANDIDATE_ID } from "./candidate-titles.js";

const NOTE_ID = [
  ...["Note ID", "Comment ID", "Activity ID", "Remark ID", "Feedback ID"],
  ...["备注ID", "备注编号", "评论ID", "评论编号", "跟进记录ID", "沟通记录ID"],
];

const CONTENT = [
  ...["Note", "Notes", "Comment", "Comments", "Note Body", "Body", "Comment Text", "Remark", "Remarks"],
  ...["备注", "备注内容", "评论", "评论内容", "跟进内容", "沟通内容", "内容"],
];

/** How the columns of a list of comments on candidates are called. */
export const noteHints: TargetHints = {
  fields: {
    external_id: { titles: [NOTE_ID], fallback: ["ID", "编号"] },
    talent_id: {
      titles: [["talent_id", "Feishu Talent ID", "Lark Talent ID", "飞书人才ID", "人才ID"]],
      form: /^[67]\d{18}$/,
      legacy_titles: CANDIDATE_ID,
    },
    content: { titles: [CONTENT] },
    privacy: {
      titles: [["privacy", "Visibility", "Private", "可见范围", "私密"]],
      values: { private: 1, public: 2, Private: 1, Public: 2, 私密: 1, 公开: 2, 仅自己可见: 1, 所有人可见: 2 },
    },
  },
};
