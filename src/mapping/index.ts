/** How a row of an export becomes a payload: the mapping file, and what it makes of each record. */

export { holdsRoundedId } from "./damage.js";
export type { Header } from "./header.js";
export { mappingJsonSchema } from "./json-schema.js";
export { loadMapping } from "./load.js";
export { type Lookup, LookupReader, type Lookups, lookupFields } from "./lookup.js";
export {
  type BindOptions,
  bindMapping,
  type Mapped,
  type Resolved,
  type RowMapper,
  type Unresolved,
} from "./mapper.js";
export { type CsvSettings, columnsOf, type Mapping } from "./mapping.js";
export { suggestion } from "./nearest.js";
export { Distinct } from "./profile/distinct.js";
export { stopOnDoubtfulTimes } from "./profile/doubtful-times.js";
export { type ExportFacts, NO_FACTS, type TimeFacts } from "./profile/facts.js";
export { Surveyor } from "./profile/surveyor.js";
export type { ExportLayout } from "./propose/layout.js";
export { likeliestTarget } from "./propose/likeliest-target.js";
export { isPersonal } from "./propose/personal.js";
export type { FieldProposal } from "./propose/proposal.js";
export { type Proposal, propose } from "./propose/propose.js";
export { TableProfile } from "./propose/table-profile.js";
export { scalar as yamlScalar } from "./propose/yaml-text.js";
export { QUOTE_MARKS } from "./quote-marks.js";
export { isFooterText, looksLikeTotal } from "./total-line.js";
export { undecidedInText } from "./undecided.js";
export { type UnmappedValue, unmappedValues } from "./unmapped.js";
export { zoneProblem } from "./zone-advice.js";
