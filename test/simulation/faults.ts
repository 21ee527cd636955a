/**
 * What happens to the migrations of this simulation, and what has to survive it.
 *
 * To a request on its way: no connection comes about; it never leaves; the connection is cut before Feishu acts, after
 * it, or acts up to three seconds after the cut; it hangs until our timeout and Feishu never acts, acted long before,
 * or acts after we have given up, up to minutes later; a gateway gives up before it; an answer comes twice, so that
 * each later one of the connection is the one before it; two successes change places; HTTP 500 with 1002001 before
 * and after acting and up to three seconds before it; 1002001 with HTTP 400 and 200, before and after; 502 and 200
 * with HTML, before and after; a body cut short; code 0 without an id.
 *
 * From a Feishu that did nothing: throttled with HTTP 429 and with 400, with a reset of a second, absent, negative or
 * absurd; HTTP 429 with an unknown code; tokens that expire or die in the middle, that are not
 * known everywhere for seconds, or that live for seconds of which nobody is told; a scope that is taken away for a
 * run; the token endpoint failing.
 *
 * From a Feishu that does what is not documented: a repeat inside 24 hours is answered with the original id, with
 * 1002002, with an unknown code, or with any of these; it trims and normalises texts; its list shows what was made up
 * to three seconds late, newest or oldest first, in small pages, with or without external_id, with blanks for what was
 * never sent. List pages fail in all of the ways above, or have no shape. A key protects for 24 hours and not longer.
 *
 * To a record that is there: it is overwritten when its row was mended and a run is to correct it, through all of the
 * above; a correction that was cut off may still act while the next call sends a newer one.
 *
 * From the data: rows of equal content under different keys, rows that are nearly equal, equal only after
 * normalising; rows that Feishu refuses (1002002, 1002102, an unknown code); records that somebody else put there,
 * close to ours; a row in doubt whose content was mended between two runs.
 *
 * From the people whom rows are about, where the export knows no talents: Feishu is asked for them, and knows them by
 * mail or by mobile alone, not at all, as two talents, or later than others; it refuses a request for one mobile in it;
 * mails differ in a sign; it does not say by what a talent was found. Requests for them fail in all of the ways above.
 *
 * To our machine: the process dies before and after any write to the ledger, before a request is written and when
 * its answer arrives (what is under way may still act, up to minutes later), and half of the time the machine loses
 * its power with it, and every commit since the last synced one; the disk is full for some writes, or until the end
 * of a run; the run is stopped; the machine is suspended for up to days; the wall clock is set ahead or back
 * by up to days, and set right again. Feishu's clock is true, and its answers carry it; where a history has answers
 * without it, the wall clock is right, or stands before what the ledger knows.
 *
 * What must hold is in invariants.ts.
 *
 * Two bounds are assumed, as in the program: what Feishu still does for a request that nobody has answered, it does
 * within five minutes of when that left, and within three seconds of an error that it has answered with; what it has
 * done shows in its list within three seconds.
 */
import type { RawAnswer } from "../../src/feishu/raw-answer.js";
import type { Chance } from "./chance.js";
import type { Answer } from "./fake-feishu.js";

export const TIMEOUT_MS = 30_000;
/** What Feishu still does for a connection that is gone, it does within this. */
export const ACTS_WITHIN_MS = 2_990;
/** And what nobody has answered though we waited, within this from when it left: a slow server. */
export const ACTS_LATE_WITHIN_MS = 299_000;

/** What becomes of one request that was written. */
export interface Fate {
  /** When Feishu does what was asked, after the request left. Undefined: never. */
  readonly act_ms: number | undefined;
  /** When we hear of it. */
  readonly end_ms: number;
  /** What we hear. `answer`: what Feishu said, if it acted before. */
  readonly heard: (answer: Answer | undefined, date: string | undefined, took_ms: number) => RawAnswer;
}

type Heard = Fate["heard"];

const lost =
  (reason: string): Heard =>
  (_answer, _date, took_ms) => ({ kind: "lost", reason, took_ms });

const instead =
  (http_status: number, text: string, headers: Readonly<Record<string, string>> = {}): Heard =>
  (_answer, date, took_ms) => ({
    kind: "answer",
    http_status,
    headers: { ...headers, date },
    text,
    cut: false,
    took_ms,
  });

const json = (http_status: number, code: number, headers: Readonly<Record<string, string>> = {}): Heard =>
  instead(http_status, JSON.stringify({ code, msg: `error ${code}` }), headers);

const asSaid: Heard = (answer, date, took_ms) =>
  answer === undefined
    ? { kind: "lost", reason: "ECONNRESET", took_ms }
    : instead(answer.http_status, JSON.stringify(answer.body))(answer, date, took_ms);

const cutShort: Heard = (answer, date, took_ms) =>
  instead(200, JSON.stringify(answer?.body ?? "").slice(0, -3))(answer, date, took_ms);

const withoutId: Heard = (answer, date, took_ms) => {
  const is_created = JSON.stringify(answer?.body ?? "").includes("external_application");
  const heard = is_created ? instead(200, '{"code":0,"msg":"ok","data":{}}') : asSaid;
  return heard(answer, date, took_ms);
};

const HTML = "<html><body>Bad Gateway</body></html>";

/** Feishu acts, and we hear something else, or nothing. */
const after =
  (heard: Heard) =>
  (chance: Chance): Fate => {
    const act_ms = chance.between(20, 800);
    return { act_ms, end_ms: act_ms + chance.between(20, 800), heard };
  };

/** Feishu does not act. */
const before =
  (heard: Heard) =>
  (chance: Chance): Fate => ({ act_ms: undefined, end_ms: chance.between(40, 1_600), heard });

/** Nobody waits for it any more, and Feishu acts. */
function actsLate(heard: Heard) {
  return (chance: Chance): Fate => {
    const end_ms = chance.between(20, 1_600);
    return { act_ms: chance.between(end_ms, ACTS_LATE_WITHIN_MS), end_ms, heard };
  };
}

const throttled = (http_status: number, reset?: string) =>
  before(json(http_status, 99991400, reset === undefined ? {} : { "x-ogw-ratelimit-reset": reset }));

export const FATES = {
  answered: after(asSaid),
  cut_before: before(lost("ECONNRESET")),
  cut_after: after(lost("UND_ERR_SOCKET")),
  cut_then_acts: (chance: Chance): Fate => {
    const end_ms = chance.between(20, 1_000);
    return { act_ms: end_ms + chance.between(0, ACTS_WITHIN_MS), end_ms, heard: lost("ECONNRESET") };
  },
  hangs_for_ever: (): Fate => ({ act_ms: undefined, end_ms: TIMEOUT_MS, heard: lost("ANSWER_TIMEOUT") }),
  hangs_after: (chance: Chance): Fate => ({
    act_ms: chance.between(20, TIMEOUT_MS),
    end_ms: TIMEOUT_MS,
    heard: lost("ANSWER_TIMEOUT"),
  }),
  hangs_then_acts: (chance: Chance): Fate => ({
    act_ms: TIMEOUT_MS + chance.between(0, ACTS_WITHIN_MS),
    end_ms: TIMEOUT_MS,
    heard: lost("ANSWER_TIMEOUT"),
  }),
  hangs_acts_late: (chance: Chance): Fate => ({
    act_ms: chance.between(TIMEOUT_MS, ACTS_LATE_WITHIN_MS),
    end_ms: TIMEOUT_MS,
    heard: lost("ANSWER_TIMEOUT"),
  }),
  cut_acts_late: actsLate(lost("ECONNRESET")),
  gateway_504_acts_late: actsLate(instead(504, HTML)),
  error_500_before: before(json(500, 1002001)),
  error_500_after: after(json(500, 1002001)),
  error_500_then_acts: (chance: Chance): Fate => {
    const end_ms = chance.between(20, 1_000);
    return { act_ms: end_ms + chance.between(0, ACTS_WITHIN_MS), end_ms, heard: json(500, 1002001) };
  },
  error_1002001_400: after(json(400, 1002001)),
  error_1002001_200: before(json(200, 1002001)),
  html_502_before: before(instead(502, HTML)),
  html_502_after: after(instead(502, HTML)),
  html_200_before: before(instead(200, HTML)),
  html_200_after: after(instead(200, HTML)),
  body_cut_short: after(cutShort),
  no_id: after(withoutId),
  throttled_429: throttled(429, "1"),
  throttled_400: throttled(400, "0.4"),
  throttled_without_reset: throttled(429),
  throttled_negative: throttled(429, "-3"),
  throttled_absurd: throttled(400, "86400"),
  busy: before(json(429, 1254999)),
} as const satisfies Record<string, (chance: Chance) => Fate>;

export type FateName = keyof typeof FATES | "unreachable" | "never_left";

/** Everything but the quiet course of things. */
export const FAULTS = [
  ...(Object.keys(FATES) as FateName[]).filter((name) => name !== "answered"),
  "unreachable",
  "never_left",
] as readonly FateName[];

/** How a run's network and Feishu behave. Shares are of the requests of their kind. */
export interface Weather {
  readonly faults: readonly FateName[];
  readonly create_share: number;
  readonly list_share: number;
  readonly token_share: number;
  /** List pages that are whole answers without the shape of a page. */
  readonly shapeless_share: number;
  /** Answers that come once more by their connection, so that each later one is the answer before it. */
  readonly copy_share: number;
  /** Successes that change places with that of another request. */
  readonly swap_share: number;
  /** Tokens die at these moments, ms after the start of the run. */
  readonly tokens_die_ms: readonly number[];
  readonly scope_is_missing: boolean;
}

export const CALM: Weather = {
  faults: FAULTS,
  create_share: 0,
  list_share: 0,
  token_share: 0,
  shapeless_share: 0,
  copy_share: 0,
  swap_share: 0,
  tokens_die_ms: [],
  scope_is_missing: false,
};
