import { z } from "zod";
import type { Payload } from "../model/payload.js";
import { echo } from "./echo.js";
import { recordId } from "./page.js";
import { BASIC_FIELDS, TALENT_FIELDS } from "./talent-fields.js";
import { findTalent } from "./talent-find.js";
import { talentHints } from "./talent-hints.js";
import { nationalNumber, withPlainKeys } from "./talent-keys.js";
import { talentProbe } from "./talent-probe.js";
import { talents } from "./talents.js";
import type { Find, Probe, Target } from "./target.js";
import { zodOf } from "./zod-of.js";

const PATH = "/open-apis/hire/v1/talents/combined_create";

const BASIC = new Set(BASIC_FIELDS.map(({ name }) => name));

/** The body has the person under `basic_info`, and the document as one object there. */
function bodyOf({ external_id: _key, ...row }: Payload): object {
  const entries = Object.entries(row);
  const { identification_type, identification_number, mobile, ...basic } = Object.fromEntries(
    entries.filter(([name]) => BASIC.has(name)),
  );
  return {
    basic_info: {
      ...basic,
      ...(typeof mobile === "string" ? { mobile: nationalNumber(mobile) } : {}),
      ...(identification_number === undefined
        ? {}
        : { identification: { identification_type, identification_number } }),
    },
    ...Object.fromEntries(entries.filter(([name]) => !BASIC.has(name))),
  };
}

const answer = z.object({ talent_id: recordId });

const probes: readonly Probe[] = [
  {
    scopes: ["hire:talent"],
    purpose: "to create talents",
    is_needed: true,
    request: { none: "nothing but creating needs it; where it is missing, run stops at the first row (exit 3)" },
    proven_by: [],
  },
  talentProbe,
];

/**
 * A candidate becomes a talent, unless Feishu knows the person already: asked by email, mobile and document before
 * anything is sent. One that is there is left as it is: what an answer to a repeat means is not documented, and one
 * third party has seen the old talent's id come back.
 */
export const talent: Target & { readonly find: Find } = {
  name: "talent",
  title: "talents",
  page: "server-docs/hire-v1/candidate-management/talent/combined_create",
  probes,
  ...talents.caps,
  fields: TALENT_FIELDS,
  payload: zodOf(TALENT_FIELDS),
  normal: withPlainKeys,
  hints: talentHints,
  key_fields: ["external_id"],
  key: (row) => String(row.external_id),
  idempotency: { none: "a talent has no key of its own in Feishu: sent again, it may be there twice" },
  request: (row) => ({ method: "POST", path: PATH, body: bodyOf(row), differsIn: echo(["talent_id"]) }),
  remote_id: { of: (data) => answer.safeParse(data).data?.talent_id },
  find: findTalent,
  update: {
    none: "Feishu replaces whole lists of a talent, so a correction would take away what recruiters have added",
  },
  remove: { none: "Feishu has no API that deletes a talent; delete it by hand in Feishu Hire, or leave it there" },
  codes: {
    // Of the table of all Hire (2023-11-02); the page itself names none of them.
    1002104: {
      kind: "refused",
      meaning: "Feishu cannot read the CV",
      hint: "look at the file of resume_attachment_id, then run the same command again",
    },
    1002105: {
      kind: "refused",
      meaning: "Feishu knows the person already, by something that it does not show",
      hint: "find the talent in Feishu Hire, then correct email, phone or document of the row",
    },
    1002108: {
      kind: "refused",
      meaning: "there is no such resume source",
      hint: "compare resume_source_id with the sources in the settings of Feishu Hire",
    },
    ...talents.codes,
  },
};
