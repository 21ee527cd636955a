import type { PartToTell, SayMessage } from "../catalogue.js";

const CONSOLE =
  "in the developer console (Permissions & Scopes), then create a version of the app and have it published: a scope " +
  "that is not published does not count.";

/** What `doctor` and `check --online` find. `purpose`, `many`: in the words of the target. */
export const findings = {
  token_issued: "Feishu issues an access token to this app",
  address_allowed: "IP allow-list: this machine is allowed",
  scope_granted: ({ scopes, purpose }: Scopes) => `${scopes.join(" or ")} is granted, ${purpose}`,
  scope_unread: ({ purpose, why }: { purpose: string; why: PartToTell }, say: SayMessage) => ({
    message: `${purpose}: ${say(why).message}`,
    hint: say(why).hint,
  }),
  scope_missing: ({ scopes, purpose }: Scopes) => ({
    message: `the app lacks ${scopes.join(" or ")}, ${purpose}`,
    hint: `${scopes.length > 1 ? "Add one of them" : "Add it"} ${CONSOLE}`,
  }),
  scope_unproven: ({ scopes, purpose, why }: Scopes & { why: string }) => ({
    message: `whether ${scopes.join(" or ")} is granted, ${purpose}, cannot be asked`,
    hint: why,
  }),
  clock_right: ({ seconds }: { seconds: number }) => `Clock: within ${seconds} s of Feishu`,
  clock_wrong: ({ seconds, is_ahead }: { seconds: number; is_ahead: boolean }) => ({
    message: `this machine's clock is ${seconds} s ${is_ahead ? "ahead of" : "behind"} Feishu's`,
    hint: "Set it right (NTP): how long Feishu has honoured a row's key is judged by it.",
  }),
  none_to_look_up: ({ many }: { many: string }) => `no ${many} to look up in these exports`,
  some_absent: (params: SomeAbsent, say: SayMessage) => {
    const { absent, asked, shown, more } = params;
    const names = `${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
    return {
      message: `${absent} of ${asked} ${sampled(params)} ${absent === 1 ? "is" : "are"} not in Feishu Hire: ${names}`,
      hint: say(params.advice).hint,
    };
  },
  not_asked_for: ({ many, why }: { many: string; why: PartToTell }, say: SayMessage) => ({
    message: `${many} could not be asked for: ${say(why).message}`,
    hint: say(why).hint,
  }),
  all_exist: (params: Sampled) => `${params.asked} of ${params.asked} ${sampled(params)} exist in Feishu Hire`,
};

const sampled = ({ many, is_sample }: Sampled): string => (is_sample ? `sampled ${many}` : many);

export interface Scopes {
  readonly scopes: readonly string[];
  readonly purpose: string;
}

export interface Sampled {
  readonly many: string;
  readonly asked: number;
  readonly is_sample: boolean;
}

export interface SomeAbsent extends Sampled {
  readonly absent: number;
  readonly shown: readonly string[];
  readonly more: number;
  readonly advice: PartToTell;
}

export type FindingTexts = typeof findings;
