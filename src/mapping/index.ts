/** How a row of an export becomes a payload: the mapping file, and what it makes of each record. */

export { holdsRoundedId } from "./cells/damage.js";
export { suggested } from "./cells/did-you-mean.js";
export { QUOTE_MARKS } from "./cells/quote-marks.js";
export { DistinctCounter } from "./columns/distinct.js";
export { type ExportProfile, NO_PROFILE, type TimeProfile } from "./columns/export-profile.js";
export { isPersonal } from "./columns/personal.js";
export { type Draft, draftMapping, draftText } from "./draft/draft.js";
export type { FieldDraft } from "./draft/field-draft.js";
export type { ExportLayout } from "./draft/layout.js";
export { likeliestTarget } from "./draft/likeliest-target.js";
export { TableProfile } from "./draft/table-profile.js";
export { scalar as yamlScalar } from "./draft/yaml-text.js";
export { mappingJsonSchema } from "./file/json-schema.js";
export { loadMapping, readMapping } from "./file/load.js";
export { type Undecided, undecidedInText } from "./file/undecided.js";
export { type LineProblem, stopOnProblems } from "./mapping-file.js";
export { stopOnAmbiguousTimes } from "./rows/ambiguous-times.js";
export type { FindFile } from "./rows/files.js";
export type { Header } from "./rows/header.js";
export {
  fileLookups,
  type LedgerLookupField,
  type Lookup,
  LookupReader,
  type Lookups,
  ledgerLookups,
  ledgerPlaces,
  lookupFields,
} from "./rows/lookup.js";
export {
  type BindOptions,
  bindMapping,
  type Mapped,
  type Resolved,
  type RowMapper,
  type Unresolved,
} from "./rows/mapper.js";
export { type CsvSettings, columnsOf, type Mapping } from "./rows/mapping.js";
export { ExportProfiler } from "./rows/profiler.js";
export { isFooterText, looksLikeTotal } from "./rows/total-line.js";
export { type UnmappedValue, unmappedValues } from "./rows/unmapped.js";
export { zoneProblem } from "./times/zone-advice.js";
