import { z } from "zod";
import type { FieldDefinition, PayloadValue } from "../model/payload.js";

const CONCLUSIONS = { 1: "failed", 2: "passed", 3: "undecided" } as const;
const QUESTIONS = { 1: "score", 2: "one choice", 3: "text", 4: "several choices" } as const;

const optional = (name: string, kind: FieldDefinition["kind"], meaning: string, more: Partial<FieldDefinition> = {}) =>
  ({ name, kind, required: false, meaning, ...more }) as const;

const dimension: FieldDefinition = {
  name: "",
  kind: "object",
  required: true,
  meaning: "one question of the form",
  fields: [
    optional("title", "text", "the question"),
    optional("description", "text", "what it is about"),
    {
      name: "assessment_type",
      kind: "choice",
      required: true,
      meaning: "kind of answer, which decides in which field it is",
      choices: QUESTIONS,
    },
    optional("score", "number", "of kind 1: a whole number, also 0"),
    optional("option", "text", "of kind 2"),
    optional("content", "text", "of kind 3"),
    optional("options", "list", "of kind 4", {
      item: { name: "", kind: "text", required: true, meaning: "one choice" },
    }),
  ],
};

const assessment: FieldDefinition = {
  name: "",
  kind: "object",
  required: true,
  meaning: "what one interviewer wrote",
  fields: [
    optional("username", "text", "the interviewer's name"),
    optional("conclusion", "choice", "the verdict", { choices: CONCLUSIONS }),
    optional("content", "text", "the assessment as a whole"),
    optional("assessment_dimension_list", "list", "answers to single questions", { item: dimension }),
  ],
};

export const assessmentsField: FieldDefinition = optional(
  "interview_assessments",
  "list",
  "what the interviewers wrote, one item each",
  { item: assessment },
);

const text = z.string().min(1);

export const assessmentsPayload = z
  .array(
    z.strictObject({
      username: text.optional(),
      conclusion: z.literal([1, 2, 3]).optional(),
      content: text.optional(),
      assessment_dimension_list: z
        .array(
          z.strictObject({
            title: text.optional(),
            description: text.optional(),
            assessment_type: z.literal([1, 2, 3, 4]),
            score: z.int().optional(),
            option: text.optional(),
            content: text.optional(),
            options: z.array(text).min(1).optional(),
          }),
        )
        .min(1)
        .optional(),
    }),
  )
  .min(1);

/** Whether two lists of assessments say the same, in whatever order; Feishu gives each an id of its own. */
export function agreeInAssessments(ours: PayloadValue | undefined, theirs: unknown): boolean {
  return JSON.stringify(plainList(ours)) === JSON.stringify(plainList(theirs));
}

/** How many of those that a record holds are in none of the lists that we know it to have, or be about to have. */
export function assessmentsBeyond(held: unknown, known: readonly (PayloadValue | undefined)[]): number {
  const ours = new Set(known.flatMap(plainList));
  return plainList(held).filter((each) => !ours.has(each)).length;
}

/** One text for each, sorted. */
function plainList(list: unknown): string[] {
  return Array.isArray(list) ? list.map((each) => JSON.stringify(plain(each, assessment))).sort() : [];
}

/** What the fields of ours say, in their order; a score of 0 is something, an empty text and an empty list are not. */
function plain(value: unknown, shape: FieldDefinition): unknown {
  if (value === undefined || value === null || value === "") return undefined;
  if (shape.kind === "list") {
    const items = Array.isArray(value) ? value.map((each) => plain(each, shape.item as FieldDefinition)) : [];
    return items.length === 0 ? undefined : items;
  }
  if (shape.kind === "object") {
    const fields = shape.fields ?? [];
    return Object.fromEntries(
      fields.map((field) => [field.name, plain((value as Record<string, unknown>)[field.name], field)]),
    );
  }
  return String(value).normalize("NFKC").replace(/\s+/gu, " ").trim();
}
