import type { ExternalKind } from "./external-records.js";
import type { FieldRule, Fields } from "./validate.js";

const BASE = "/open-apis/hire/v1";
const text: FieldRule = { kind: "string" };
const texts = (length_max?: number): FieldRule => ({
  kind: { list_of: text, ...(length_max === undefined ? {} : { length_max }) },
});

const DIMENSION: FieldRule = {
  kind: {
    object: {
      assessment_type: { kind: [1, 2, 3, 4] },
      title: text,
      description: text,
      score: { kind: "int64" },
      option: text,
      options: texts(),
      content: text,
    },
  },
};

const ASSESSMENT: FieldRule = {
  kind: {
    object: {
      username: text,
      conclusion: { kind: [1, 2, 3] },
      content: text,
      assessment_dimension_list: { kind: { list_of: DIMENSION } },
    },
  },
};

const OFFER = { biz_create_time: { kind: "int64_text" }, owner: text, offer_status: text } as const;

/** Sent as ids, shown as files. The ids are those that were sent; whether Feishu gives others is not documented. */
function withFiles({ attachment_id_list, ...rest }: Fields): object {
  if (!Array.isArray(attachment_id_list)) return rest;
  return { ...rest, attachment_list: attachment_id_list.map((id) => ({ id, name: `${id}.pdf`, size: 1024 })) };
}

/** Each assessment has an id of its own; an overwrite gives new ones. */
function withAssessments({ interview_assessments, ...rest }: Fields, record_id: string): object {
  if (!Array.isArray(interview_assessments)) return rest;
  const shown = interview_assessments.map((each, index) => ({ id: `${record_id}${index + 1}`, ...(each as object) }));
  return { ...rest, interview_assessments: shown };
}

/** By their pages of 2024-09-09 and 2025-12-02. */
export const EXTERNAL_KINDS: readonly ExternalKind[] = [
  {
    resource: "external_interview",
    path: `${BASE}/external_interviews`,
    scope: "hire:external_application",
    create_per_s: 10,
    create: {
      participate_status: { kind: [1, 2, 3] },
      begin_time: { kind: "int64" },
      end_time: { kind: "int64" },
      interview_assessments: { kind: { list_of: ASSESSMENT } },
    },
    shown: withAssessments,
  },
  {
    resource: "external_offer",
    path: `${BASE}/external_offers`,
    scope: "hire:external_offer",
    create_per_s: 10,
    create: { ...OFFER, attachment_id_list: texts(20) },
    update: { ...OFFER, attachment_id_list: texts(10) },
    shown: withFiles,
  },
  {
    resource: "external_background_check",
    path: `${BASE}/external_background_checks`,
    scope: "hire:external_application",
    create_per_s: 20,
    create: { date: { kind: "int64" }, name: text, result: text, attachment_id_list: texts() },
    shown: withFiles,
  },
];
