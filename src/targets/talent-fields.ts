import type { FieldDefinition } from "../model/payload.js";

/** Of the page of combined_create (2025-05-15), whose numbers differ from those of the page of enumerations. */
export const DEGREES = {
  1: "primary school",
  2: "junior middle school",
  3: "secondary vocational school",
  4: "senior high school",
  5: "associate",
  6: "bachelor",
  7: "master",
  8: "doctor",
  9: "other",
};
const EDUCATION_TYPES = {
  1: "overseas, Hong Kong, Macau, Taiwan",
  2: "full-time, unified enrolment",
  3: "part-time",
  4: "self-study examination",
  5: "other",
};
const RANKINGS = { [-1]: "other", 5: "top 5 %", 10: "top 10 %", 20: "top 20 %", 30: "top 30 %", 50: "top 50 %" };
export const CAREER_TYPES = { 1: "internship", 2: "work" };
const LANGUAGE_NAMES =
  "English French Japanese Korean German Russian Spanish Portuguese Arabic Hindi Hindustani Bengali Hausa Punjabi " +
  "Persian Swahili Telugu Turkish Italian Javanese Tamil Marathi Vietnamese Mandarin Cantonese Indonesian Malay Thai " +
  "Serbian";
const LANGUAGES = Object.fromEntries(LANGUAGE_NAMES.split(" ").map((name, index) => [index + 1, name]));
const PROFICIENCIES = { 1: "beginner", 2: "daily conversation", 3: "business", 4: "fluent", 5: "native" };
const SNS_NAMES = "LinkedIn Maimai WeChat Weibo GitHub Zhihu Facebook Twitter WhatsApp own-site QQ";
const SNS_TYPES = Object.fromEntries(SNS_NAMES.split(" ").map((name, index) => [index + 1, name]));

export const GENDERS = { 1: "male", 2: "female", 3: "other" };
export const DOCUMENTS = {
  1: "Chinese identity card",
  2: "passport",
  3: "Hong Kong and Macau residence permit",
  4: "Taiwan travel permit",
  5: "another document",
  6: "Hong Kong and Macau travel permit",
  9: "Taiwan residence permit",
};

type More = Partial<FieldDefinition>;
const field =
  (kind: FieldDefinition["kind"]) =>
  (name: string, meaning: string, more: More = {}) => {
    return { name, kind, required: false, meaning, ...more } satisfies FieldDefinition;
  };
const id = field("id");
const text = field("text");
/** The page wants the milliseconds as a text. */
const time = (name: string, meaning: string) => field("time")(name, meaning, { written_as: "text" });
/** Feishu shows these as yyyy-MM (v2 get, 2025-12-02), and CVs know no more. */
const month = (name: string, meaning: string) =>
  field("time")(name, meaning, { written_as: "text", takes_months: true });
const choice = (name: string, meaning: string, choices: Readonly<Record<number, string>>) =>
  field("choice")(name, meaning, { choices });
const list = (name: string, meaning: string, fields: readonly FieldDefinition[]) =>
  field("list")(name, meaning, { item: field("object")("", meaning, { fields }) });

const LISTS: readonly FieldDefinition[] = [
  list("education_list", "schools, at most 100", [
    text("school", "the school's name"),
    choice("degree", "the degree", DEGREES),
    text("field_of_study", "what was studied"),
    month("start_time", "when it began"),
    month("end_time", "when it ended; nothing for one that goes on"),
    choice("education_type", "how it was studied", EDUCATION_TYPES),
    choice("academic_ranking", "the rank among the students", RANKINGS),
  ]),
  list("career_list", "employers, at most 100", [
    text("company", "the employer"),
    text("title", "the position"),
    text("desc", "what was done there"),
    month("start_time", "when it began"),
    month("end_time", "when it ended; nothing for one that goes on"),
    choice("career_type", "internship or work", CAREER_TYPES),
  ]),
  list("project_list", "projects, at most 100", [
    text("name", "the project"),
    text("role", "the part in it"),
    text("link", "where it can be seen"),
    text("desc", "what was done"),
    month("start_time", "when it began"),
    month("end_time", "when it ended"),
  ]),
  list("works_list", "works, at most 100", [
    text("link", "where it can be seen"),
    text("desc", "what it is"),
    id("attachment_id", "the file in Feishu Hire", { record_of: "attachment" }),
  ]),
  list("award_list", "awards, at most 100", [
    text("title", "the award"),
    text("desc", "what it was for"),
    month("award_time", "when it was given"),
  ]),
  list("language_list", "languages, at most 100", [
    choice("language", "the language", LANGUAGES),
    choice("proficiency", "how well", PROFICIENCIES),
  ]),
  list("sns_list", "social networks, at most 100", [
    choice("sns_type", "the network", SNS_TYPES),
    text("link", "the address or name there"),
  ]),
];

/** What the request has under `basic_info`. */
export const BASIC_FIELDS: readonly FieldDefinition[] = [
  text("name", "the candidate's name", { required: true }),
  text("email", "the email address: Feishu knows a person by it"),
  text("mobile", "the mobile number: Feishu knows a person by it"),
  id("mobile_country_code", "Feishu's location code of the number's country, CN_1 for the Chinese mainland"),
  choice("identification_type", "which ID document the number is of", DOCUMENTS),
  id("identification_number", "the number of an ID document: Feishu knows a person by it"),
  choice("gender", "the gender", GENDERS),
  time("birthday", "the date of birth"),
  time("start_work_time", "when the first work began"),
  id("nationality_id", "Feishu's location code of the country, CN_1 for the Chinese mainland"),
  id("current_city_code", "Feishu's location code of the city of residence, CT_…"),
  id("hometown_city_code", "Feishu's location code of the home town, CT_…"),
];

const idList = (name: string, meaning: string) => field("list")(name, meaning, { item: id("", meaning) });

export const TALENT_FIELDS: readonly FieldDefinition[] = [
  id(
    "external_id",
    "the candidate's id in the system you leave; it stays in the ledger, for Feishu has no field for it",
    {
      required: true,
      stays_here: true,
    },
  ),
  ...BASIC_FIELDS,
  idList("preferred_city_code_list", "Feishu's location codes of cities to work in, CT_…"),
  id("resume_source_id", "Feishu's id of the resume source"),
  id("resume_attachment_id", "the CV in Feishu Hire; its text is not parsed", { record_of: "attachment" }),
  idList("folder_id_list", "Feishu's ids of talent folders, at most 100"),
  id("creator_id", "the open_id, of this app, of the user who is shown to have added the talent"),
  ...LISTS,
  field("object")("self_evaluation", "what candidates say of themselves", { fields: [text("content", "the text")] }),
];
