import { titleKey } from "./title.js";

/** Titles of columns that hold what a person is found by, or is. Their cells are shown nowhere. */
export const MAIL = [
  ...["Email", "E-Mail", "Email Address", "Candidate Email", "Applicant Email", "Primary Email", "Personal Email"],
  ...["邮箱", "电子邮箱", "邮件", "电子邮件", "候选人邮箱", "个人邮箱", "E-post", "E-postadress"],
];

export const MOBILE = [
  ...["Mobile", "Mobile Phone", "Mobile Number", "Cell Phone", "Phone", "Phone Number", "Telephone"],
  ...["Candidate Phone", "Candidate Mobile", "Applicant Phone", "Primary Phone"],
  ...["手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "移动电话", "候选人手机", "Mobil", "Telefon"],
];

export const MOBILE_CODE = [
  "Country Code",
  "Phone Country Code",
  "Mobile Code",
  "国家码",
  "国家区号",
  "区号",
  "手机区号",
];

export const IDENTIFICATION = ["身份证", "身份证号", "身份证号码"];

const OTHERS = [
  ...["Name", "Full Name", "First Name", "Last Name", "Middle Name", "Surname", "Candidate", "Candidate Name"],
  ...["Applicant", "Applicant Name", "Candidate First Name", "Candidate Last Name", "Address", "Date of Birth"],
  ...[
    "姓名",
    "候选人",
    "候选人姓名",
    "应聘者",
    "应聘者姓名",
    "中文名",
    "英文名",
    "证件号",
    "证件号码",
    "出生日期",
    "生日",
  ],
  ...["微信", "微信号", "住址", "地址", "Förnamn", "Efternamn", "Namn", "Fornavn", "Navn"],
];

const PERSONAL = [...MAIL, ...MOBILE, ...IDENTIFICATION, ...OTHERS];

export const MAIL_FORM = /^[^\s@,;]+@[^\s@]+\.[^\s@]+$/;
const PHONE_FORM = /^(?:\+\d[\d\s().-]{5,20}|1[3-9]\d{9})$/;

/** Whether a cell looks like a mail address or a phone number, wherever it stands. */
export function isPersonal(text: string): boolean {
  return MAIL_FORM.test(text) || PHONE_FORM.test(text);
}

const PERSONAL_KEYS = new Set(PERSONAL.map(titleKey));

export function isPersonalTitle(title: string): boolean {
  return PERSONAL_KEYS.has(titleKey(title));
}
