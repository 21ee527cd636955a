import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";
import type { Warning } from "../model/warning.js";
import { saying } from "../texts/saying.js";
import { externalApplicationProbe } from "./external-application-probe.js";
import { externalInterviewHints } from "./external-record-hints.js";
import { commonFields, EXTERNAL_PAGES, externalRecords } from "./external-records.js";
import {
  agreeInAssessments,
  assessmentsBeyond,
  assessmentsField,
  assessmentsPayload,
} from "./interview-assessments.js";
import type { Target } from "./target.js";

const ATTENDANCE = { 1: "did not take part", 2: "took part", 3: "did not show up" } as const;

const fields: readonly FieldDefinition[] = [
  ...commonFields("interview"),
  {
    name: "participate_status",
    kind: "choice",
    required: false,
    meaning: "whether the candidate came",
    choices: ATTENDANCE,
  },
  { name: "begin_time", kind: "time", required: false, meaning: "when it began" },
  { name: "end_time", kind: "time", required: false, meaning: "when it ended" },
  assessmentsField,
];

const text = z.string().min(1);
const time_ms = z.int().nonnegative();

const payload = z.strictObject({
  external_id: text,
  external_application_id: text,
  participate_status: z.literal([1, 2, 3]).optional(),
  begin_time: time_ms.optional(),
  end_time: time_ms.optional(),
  interview_assessments: assessmentsPayload.optional(),
}) as unknown as z.ZodType<Payload>;

const ENDED_FIRST: Warning = {
  kind: "ended_before_begun",
  field: "end_time",
  ...saying("interview_ended_first"),
};

/**
 * An interview of an external application, with what its interviewers wrote. Feishu has no field for round, place or
 * name of an interview.
 */
export const externalInterview: Target = {
  ...externalRecords({
    path: "/open-apis/hire/v1/external_interviews",
    object: "external_interview",
    create_cap_per_s: 10,
    fields,
    near_by: [["begin_time"], ["end_time"], ["interview_assessments"]],
    agrees: { interview_assessments: agreeInAssessments },
    update: {
      // "Full overwrite of the interview and its assessments": whatever the body does not name is gone.
      wipes: ({ fields: { interview_assessments: held } }, known) => {
        const count = assessmentsBeyond(
          held,
          known.map(({ interview_assessments: ours }) => ours),
        );
        return count === 0 ? undefined : `it would delete ${count} of its assessments, which this import has not made`;
      },
    },
  }),
  name: "external-interview",
  title: "external interviews",
  page: `${EXTERNAL_PAGES}/import-external-interview-info/create-external_interview`,
  probes: [externalApplicationProbe("to create, read, change and delete external interviews")],
  fields,
  payload,
  hints: externalInterviewHints,
  warnings: ({ begin_time, end_time }) =>
    typeof begin_time === "number" && typeof end_time === "number" && end_time < begin_time ? [ENDED_FIRST] : [],
  codes: {},
};
