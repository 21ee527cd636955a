import type { z } from "zod";
import type { TargetHints } from "./column-hints.js";
import type { Failure } from "./failure.js";
import type { Warning } from "./warning.js";

/** What one cell can say. Times are milliseconds since 1970 UTC; ids are always strings. */
export type Scalar = string | number | boolean;

/** A value that may stand in a payload. */
export type PayloadValue = Scalar | readonly PayloadValue[] | { readonly [name: string]: PayloadValue };

/** The JSON body we send, before it is JSON. An absent field is left out, never null. */
export type Payload = Record<string, PayloadValue>;

export type ScalarKind = "id" | "text" | "number" | "boolean" | "choice" | "time" | "file";

export interface FieldDefinition {
  readonly name: string;
  /**
   * `id`: a string that must survive unchanged. `choice`: one of `choices`. `time`: milliseconds since 1970 UTC.
   * `list`: of what `item` says. `object`: of `fields`. `file`: the path of a file below the export's folder; in the
   * payload its `FileFacts`.
   */
  readonly kind: ScalarKind | "list" | "object";
  readonly required: boolean;
  /** In the words of the API page. */
  readonly meaning: string;
  /** For `choice`: the numbers Feishu knows, with their meaning. */
  readonly choices?: Readonly<Record<number, string>>;
  /** For `time`, where Feishu wants the milliseconds as a text. */
  readonly written_as?: "text";
  /** For `time`, where Feishu shows no more than the month: a format without a day means the first. */
  readonly takes_months?: true;
  /** For `list`: each of its items, whose name plays no part. */
  readonly item?: FieldDefinition;
  /** For `object`. */
  readonly fields?: readonly FieldDefinition[];
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
  /** A payload in the one spelling in which it is kept and sent, or what is wrong with it. */
  normal?(payload: Payload): Payload | readonly Failure[];
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

/** A value for people: a list or an object as JSON. */
export function textOf(value: PayloadValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
