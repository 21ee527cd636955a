import type { Probe } from "./target.js";

/** RFC 2606 keeps this domain for nobody: the answer is an empty list, and asking for it tells nobody's address. */
const NOBODY = "hire-import@example.invalid";

/** What a mapping needs that finds talents by mail, phone or document: `batch_get_id` (page of 2024-09-06). */
export const talentProbe: Probe = {
  scopes: ["hire:talent", "hire:talent:readonly"],
  purpose: "to find talents by email, phone or ID number",
  is_needed: true,
  request: { method: "POST", path: "/open-apis/hire/v1/talents/batch_get_id", body: { email_list: [NOBODY] } },
  proven_by: [1002002],
};
