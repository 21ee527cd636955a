import type { Failure } from "../model/failure.js";
import type { TalentAnswer } from "../model/person.js";
import type { Status } from "../model/status.js";

/** What happens in a run, for whoever watches: the log, the progress bar. No payload and no cell is in it. */
export type EngineEvent =
  | {
      readonly event: "attempt";
      readonly key: string;
      readonly line: number;
      readonly number: number;
      readonly from: Status;
      readonly status: Status;
      readonly verdict: string;
      readonly http_status: number | null;
      readonly code: number | null;
      readonly log_id: string | null;
      readonly took_ms: number;
    }
  | {
      readonly event: "settled";
      readonly key: string;
      readonly line: number;
      readonly from: Status;
      readonly status: Status;
      readonly verdict: "done" | "absent" | "in_doubt";
    }
  /** Nobody has answered a request of the row, and so long it may still act: its absence proves nothing yet. */
  | { readonly event: "may_still_act"; readonly key: string; readonly line: number; readonly wait_ms: number }
  | {
      readonly event: "deletion";
      readonly key: string;
      readonly line: number;
      readonly state: "deleted" | "already_gone" | "failed";
      /** Of its last request. */
      readonly verdict: string;
      readonly http_status: number | null;
      readonly code: number | null;
      readonly log_id: string | null;
      readonly took_ms: number;
    }
  | {
      readonly event: "update";
      readonly key: string;
      readonly line: number;
      readonly state: "updated" | "failed";
      /** Of its last request. */
      readonly verdict: string;
      readonly http_status: number | null;
      readonly code: number | null;
      readonly log_id: string | null;
      readonly took_ms: number;
    }
  | {
      readonly event: "verified";
      readonly key: string;
      readonly line: number;
      readonly verdict: "same" | "differing" | "missing";
    }
  /** How many keys Feishu was asked for in this call, and what it said. */
  | ({ readonly event: "asked_talents" } & Readonly<Record<"asked" | TalentAnswer["answer"], number>>)
  | { readonly event: "outage_began"; readonly failure: Failure }
  /** Until Feishu is tried again. */
  | { readonly event: "outage_waits"; readonly wait_ms: number }
  | { readonly event: "outage_over"; readonly lasted_ms: number }
  | { readonly event: "recovered"; readonly rows: number }
  /** One that the same call was given by another name. */
  | { readonly event: "same_export"; readonly path: string; readonly as: string }
  | { readonly event: "profiling"; readonly path: string; readonly records: number }
  | { readonly event: "staging"; readonly path: string; readonly records: number }
  | { readonly event: "staged"; readonly path: string; readonly reused: boolean };

export type Observer = (event: EngineEvent) => void;
