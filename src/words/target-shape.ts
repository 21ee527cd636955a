import type { z } from "zod";

/** A value that may stand in a payload. Times are milliseconds since 1970 UTC; ids are always strings. */
export type PayloadValue = string | number;

/** The JSON body we send, before it is JSON. An absent field is left out, never null. */
export type Payload = Record<string, PayloadValue>;

export interface FieldShape {
  readonly name: string;
  /** `id`: a string that must survive unchanged. `choice`: one of `choices`. `time`: milliseconds since 1970 UTC. */
  readonly kind: "id" | "text" | "choice" | "time";
  readonly required: boolean;
  /** In the words of the API page. */
  readonly meaning: string;
  /** For `choice`: the numbers Feishu knows, with their meaning. */
  readonly choices?: Readonly<Record<number, string>>;
}

/** What a mapping needs to know of a target. */
export interface TargetShape {
  readonly name: string;
  readonly fields: readonly FieldShape[];
  /** The payload as it must be before it may leave. */
  readonly payload: z.ZodType<Payload>;
  /** The fields that make the key, e.g. `["external_id"]`. */
  readonly key_fields: readonly string[];
  /** What identifies a row for ever within the target. */
  key(payload: Payload): string;
}
