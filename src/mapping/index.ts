/** How a row of an export becomes a payload: the mapping file, and what it makes of each record. */
export type { Header } from "./header.js";
export { damageOf } from "./id.js";
export { mappingJsonSchema } from "./json-schema.js";
export { loadMapping } from "./load.js";
export { type BindOptions, bindMapping, type Mapped, type RowMapper } from "./mapper.js";
export { type CsvSettings, columnsOf, type Mapping } from "./mapping.js";
export type { UnmappedValue } from "./unmapped.js";
