import { FAULT_NAMES, type FaultProbabilities } from "./faults.js";
import type { WindowKind } from "./limits.js";
import type { ListOrder } from "./pages.js";

/** Not documented: the answer where a talent has the email, mobile or document already: its id, 1002105, a new one. */
export type TalentReuse = "silent" | "error" | "new";

/** How the sandbox behaves. Everything has a default; what Feishu does not document is a switch here. */
export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly app_id?: string;
  readonly app_secret?: string;
  /** Path of the journal that keeps the records across starts. Without it they live in memory. */
  readonly store?: string;
  /** Cap of create, update and list, each on its own. */
  readonly rate_per_s?: number;
  readonly delete_per_min?: number;
  /** Cap of publishing advertisements. */
  readonly publish_per_s?: number;
  /** Cap of each request for interviews, offers and background checks, instead of the documented ones. */
  readonly external_per_s?: number;
  /** The tenant's switch that lets jobs be changed through the API. */
  readonly api_sync?: boolean;
  /** Not documented: the answer to an advertisement that is on the channel already: success, or 1002002. */
  readonly republish?: "accept" | "error";
  /** Not documented: the answer where a talent has the email, mobile or document: its id, 1002105, or a new one. */
  readonly talent_reuse?: TalentReuse;
  /** How many recruiting sites the tenant has. */
  readonly websites?: number;
  /** Not documented: how Feishu counts. */
  readonly window?: WindowKind;
  /** Not documented: the answer to an external_id that was created within 24 hours: its record, or 1002002. */
  readonly repeat?: "original" | "error";
  /** Not documented: whether deleting a record lets its external_id be created again at once. */
  readonly delete_frees_key?: boolean;
  /** Not documented: for how long a list does not yet show what was created or deleted. */
  readonly read_lag_ms?: number;
  /** Not documented: whether what hangs on an external application is deleted with it. */
  readonly cascade?: boolean;
  /** Not documented: the order in which lists show their items. */
  readonly list_order?: ListOrder;
  /** Time between acting and answering. */
  readonly latency_ms?: number;
  /** Each request takes between 0 and this on its way in, before it is counted. */
  readonly jitter_ms?: number;
  /** Seed of faults and jitter. */
  readonly seed?: number;
  readonly faults?: FaultProbabilities;
  /** APIs that the fault probabilities hold for, e.g. `external_application.create`. Default: all of them. */
  readonly faulty_apis?: readonly string[];
  /** Talents that exist. Default: every id of 19 digits that does not end in 00404. */
  readonly talents?: Iterable<string>;
  /** Scopes that the app has not, nor their `:readonly` part. Default: it has all. */
  readonly without_scopes?: readonly string[];
  /** False: the caller's address is not in the app's allow-list. */
  readonly address_allowed?: boolean;
  /** False: the app is not in use in the tenant. */
  readonly app_enabled?: boolean;
  /** How far the `Date` header is ahead of the sandbox's time; negative: behind. */
  readonly clock_skew_ms?: number;
  /** Milliseconds since 1970 UTC. */
  readonly now_ms?: () => number;
}

type OptionalName = "store" | "talents" | "faulty_apis" | "now_ms" | "external_per_s";

export type Settings = Required<Omit<SandboxOptions, OptionalName>> & Pick<SandboxOptions, OptionalName>;

const DEFAULTS = {
  port: 0,
  app_id: "cli_sandbox",
  app_secret: "sandbox-secret",
  rate_per_s: 20,
  delete_per_min: 20,
  publish_per_s: 10,
  api_sync: true,
  republish: "accept",
  talent_reuse: "silent",
  websites: 3,
  window: "sliding",
  repeat: "original",
  delete_frees_key: false,
  read_lag_ms: 0,
  cascade: false,
  list_order: "oldest_first",
  latency_ms: 0,
  jitter_ms: 0,
  seed: 1,
  faults: {},
  without_scopes: [],
  address_allowed: true,
  app_enabled: true,
  clock_skew_ms: 0,
} as const;

export type SandboxErrorKind = "bad_option" | "port_unusable" | "store_unusable";

/** The sandbox cannot start or go on, for a reason a person can mend. Anything else that it throws is a bug. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";

  constructor(
    readonly kind: SandboxErrorKind,
    message: string,
    readonly hint: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** Options with their defaults. Throws `SandboxError` for a value that makes no sense. */
export function settle(options: SandboxOptions): Settings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: Settings = { ...DEFAULTS, ...given };
  checkNumber("port", settings.port, 0, 65_535);
  checkNumber("rate_per_s", settings.rate_per_s, 1, 1_000_000);
  checkNumber("delete_per_min", settings.delete_per_min, 1, 1_000_000);
  if (settings.external_per_s !== undefined) checkNumber("external_per_s", settings.external_per_s, 1, 1_000_000);
  checkNumber("publish_per_s", settings.publish_per_s, 1, 1_000_000);
  checkNumber("websites", settings.websites, 0, 1_000);
  checkNumber("read_lag_ms", settings.read_lag_ms, 0, 86_400_000);
  checkNumber("latency_ms", settings.latency_ms, 0, 3_600_000);
  checkNumber("jitter_ms", settings.jitter_ms, 0, 3_600_000);
  checkNumber("clock_skew_ms", settings.clock_skew_ms, -(10 ** 12), 10 ** 12);
  checkNumber("seed", settings.seed, -(2 ** 31), 2 ** 32 - 1);
  checkChoice("window", settings.window, ["sliding", "fixed"]);
  checkChoice("repeat", settings.repeat, ["original", "error"]);
  checkChoice("list_order", settings.list_order, ["oldest_first", "newest_first"]);
  checkChoice("talent_reuse", settings.talent_reuse, ["silent", "error", "new"]);
  checkChoice("republish", settings.republish, ["accept", "error"]);
  const wrong = faultMistake(settings.faults);
  if (wrong) throw new SandboxError("bad_option", `faults: ${wrong}`, `Faults are: ${FAULT_NAMES.join(", ")}.`);
  return settings;
}

/** What is wrong with fault probabilities, in words, or null. */
export function faultMistake(faults: Readonly<Record<string, unknown>>): string | null {
  let sum = 0;
  for (const [name, probability] of Object.entries(faults)) {
    if (!(FAULT_NAMES as readonly string[]).includes(name)) return `there is no fault "${name}"`;
    if (probability === undefined) continue;
    if (typeof probability !== "number" || !(probability >= 0 && probability <= 1)) {
      return `${name} must be a probability from 0 to 1`;
    }
    sum += probability;
  }
  return sum > 1 + 1e-9 ? `a request meets one fault at most, and the probabilities sum up to ${sum}` : null;
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new SandboxError("bad_option", `${name} is ${value}`, `${name} is a whole number from ${least} to ${most}.`);
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new SandboxError("bad_option", `${name} is "${value}"`, `${name} is one of: ${choices.join(", ")}.`);
}
