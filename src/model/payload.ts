import type { z } from "zod";
import type { TargetHints } from "./column-hints.js";
import type { Warning } from "./warning.js";

/** A value that may stand in a payload. Times are milliseconds since 1970 UTC; ids are always strings. */
export type PayloadValue = string | number;

/** The JSON body we send, before it is JSON. An absent field is left out, never null. */
export type Payload = Record<string, PayloadValue>;

export interface FieldDefinition {
  readonly name: string;
  /** `id`: a string that must survive unchanged. `choice`: one of `choices`. `time`: milliseconds since 1970 UTC. */
  readonly kind: "id" | "text" | "choice" | "time";
  readonly required: boolean;
  /** In the words of the API page. */
  readonly meaning: string;
  /** For `choice`: the numbers Feishu knows, with their meaning. */
  readonly choices?: Readonly<Record<number, string>>;
  /** What it names can be found in Feishu by a person's mail, phone or document: `resolve` in the mapping. */
  readonly resolvable?: "talent";
  /** Of an id: the target of which it names a record. Only the ledger of such an import may be looked up in. */
  readonly record_of?: string;
  /** It makes the key, and Feishu has no place for it: it stays in the ledger and is never sent. */
  readonly stays_here?: true;
}

/** What a mapping needs to know of a target. */
export interface TargetSchema {
  readonly name: string;
  readonly fields: readonly FieldDefinition[];
  /** The payload as it must be before it may leave. */
  readonly payload: z.ZodType<Payload>;
  /** The fields that make the key, e.g. `["external_id"]`. */
  readonly key_fields: readonly string[];
  /** How its fields are recognised in an unknown export. */
  readonly hints?: TargetHints;
  /** What identifies a row for ever within the target. */
  key(payload: Payload): string;
  /** What is doubtful about a payload although it may be sent. */
  warnings?(payload: Payload, moment: Moment): readonly Warning[];
}

/** What is known of times when a payload is looked at. */
export interface Moment {
  /** Milliseconds since 1970 UTC; infinite where nothing is to be in the future. */
  readonly now_ms: number;
  /** Whether a field's time may be a date without a time of day. */
  isDay(field: string, instant_ms: number): boolean;
}
