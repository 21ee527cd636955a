import type { TargetHints } from "../model/column-hints.js";
import { CANDIDATE_ID } from "./candidate-titles.js";

const DEGREE_WORDS = {
  小学: 1,
  初中: 2,
  中专: 3,
  中职: 3,
  职高: 3,
  高中: 4,
  大专: 5,
  专科: 5,
  本科: 6,
  学士: 6,
  硕士: 7,
  研究生: 7,
  博士: 8,
  Bachelor: 6,
  "Bachelor's": 6,
  "Bachelor's Degree": 6,
  Master: 7,
  "Master's": 7,
  "Master's Degree": 7,
  Doctorate: 8,
  PhD: 8,
};

/** How systems call what they know of a candidate. */
export const talentHints: TargetHints = {
  fields: {
    external_id: { titles: [CANDIDATE_ID] },
    name: { titles: [["姓名", "候选人姓名", "Name", "Full Name", "Candidate Name", "Candidate"]] },
    email: { titles: [["邮箱", "电子邮箱", "邮件", "Email", "E-mail", "Email Address", "Primary Email"]] },
    mobile: { titles: [["手机", "手机号", "手机号码", "联系电话", "Phone", "Mobile", "Mobile Phone", "Phone Number"]] },
    mobile_country_code: {
      titles: [["国家代码", "区号", "手机区号", "Country Code", "Phone Country Code"]],
      values: {
        "86": "CN_1",
        "+86": "CN_1",
        "0086": "CN_1",
        CN: "CN_1",
        中国: "CN_1",
        中国大陆: "CN_1",
        China: "CN_1",
      },
    },
    identification_number: { titles: [["身份证号", "身份证号码", "证件号码", "证件号", "ID Number"]] },
    identification_type: {
      titles: [["证件类型", "ID Type"]],
      values: { 身份证: 1, 居民身份证: 1, 护照: 2, Passport: 2, 港澳居民居住证: 3, 台湾居民来往大陆通行证: 4, 其他: 5 },
    },
    gender: {
      titles: [["性别", "Gender", "Sex"]],
      values: { 男: 1, 女: 2, Male: 1, Female: 2, M: 1, F: 2, 其他: 3, Other: 3 },
    },
    birthday: { titles: [["出生日期", "生日", "Birthday", "Date of Birth", "Birth Date"]] },
    start_work_time: { titles: [["参加工作时间", "开始工作时间"]] },
    "education_list.school": { titles: [["毕业院校", "毕业学校", "学校", "院校", "School", "University"]] },
    "education_list.degree": { titles: [["学历", "最高学历", "Degree", "Education Level"]], values: DEGREE_WORDS },
    "education_list.field_of_study": { titles: [["专业", "所学专业", "Major", "Field of Study"]] },
    "education_list.start_time": { titles: [["入学时间", "入学日期"]] },
    "education_list.end_time": { titles: [["毕业时间", "毕业日期", "Graduation Date"]] },
    "career_list.company": { titles: [["最近公司", "当前公司", "公司", "工作单位", "Current Company", "Company"]] },
    "career_list.title": { titles: [["最近职位", "当前职位", "职务", "Current Title", "Title"]] },
    resume_attachment_id: {
      titles: [["resume_attachment_id", "Feishu Attachment ID", "飞书附件ID"]],
      form: /^[67]\d{18}$/,
      legacy_titles: ["Resume ID", "CV ID", "Attachment ID", "Document ID", "简历附件ID", "附件ID", "简历文件ID"],
    },
    "self_evaluation.content": { titles: [["自我评价", "个人评价", "Summary"]] },
  },
};
