import type { Feishu, PacedClient } from "../../src/app/feishu.js";
import { AnswersOfConnection } from "../../src/feishu/copied-answers.js";
import type { Tokens } from "../../src/feishu/token.js";
import { Hold } from "../../src/ledger/file/hold.js";
import type { Ledger } from "../../src/ledger/open.js";
import type { PlannedUpdate } from "../../src/ledger/rows/updates.js";
import type { Cap } from "../../src/model/cap.js";
import type { Clock } from "../../src/model/clock.js";
import type { Outgoing, Reply, Send } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { talents } from "../../src/targets/talents.js";
import type { Target } from "../../src/targets/target.js";
import { because } from "../../src/texts/because.js";
import type { Theme } from "./plan.js";

/** The program with something wrong with it, by wrapping what it is given; nothing of it knows of this. */
export interface Mutant {
  ledger(ledger: Ledger): Ledger;
  clock(clock: Clock): Clock;
  feishu(feishu: Feishu): Feishu;
  tokens(tokens: Tokens): Tokens;
  /** The pacer's cap as a multiple of Feishu's. */
  readonly cap_factor: number;
  /** What its histories make much of, where it takes a rare meeting to find it out. */
  readonly theme?: Theme;
  /** Makes it wrong where nothing that it is given can be wrapped; gives back what makes it right again. */
  spoil(): () => void;
}

/** The program as it is. */
export const FAITHFUL: Mutant = {
  ledger: (ledger) => ledger,
  clock: (clock) => clock,
  feishu: (feishu) => feishu,
  tokens: (tokens) => tokens,
  cap_factor: 1,
  spoil: () => () => undefined,
};

const EMPTY_PAGE: Reply = { ok: true, took_ms: 0, data: { items: [], has_more: false } };

const plain = (mail = ""): string => mail.toLowerCase().replace(/[-._]/g, "");

function mutant(part: Partial<Mutant>): Mutant {
  return { ...FAITHFUL, ...part };
}

const CREATING = externalApplication;
const OVERWRITING = externalApplication.update;

/** Other behaviour for the client of one kind of request. */
function clientOf(
  is_meant: (cap: Cap) => boolean,
  change: (client: PacedClient) => Partial<PacedClient>,
): Partial<Mutant> {
  return {
    feishu: (feishu) => ({
      ...feishu,
      client: (cap, options) => {
        const client = feishu.client(cap, options);
        return is_meant(cap) ? { ...client, ...change(client) } : client;
      },
    }),
  };
}

const creating = (change: (send: Send) => Send) =>
  clientOf(
    (cap) => cap === CREATING,
    ({ send }) => ({ send: change(send) }),
  );
const overwriting = (change: (send: Send) => Send) =>
  clientOf(
    (cap) => cap === OVERWRITING,
    ({ send }) => ({ send: change(send) }),
  );
const reading = (change: (ask: Ask) => Ask) =>
  clientOf(
    (cap) => cap !== CREATING && cap !== OVERWRITING && cap !== talents.caps,
    ({ ask }) => ({ ask: change(ask) }),
  );

type Ask = PacedClient["ask"];

/** Another target, while it lasts. */
function targeting(change: (target: Target) => Partial<Target>): Partial<Mutant> {
  return {
    spoil: () => {
      const own = { ...externalApplication };
      Object.assign(externalApplication, change(own));
      return () => Object.assign(externalApplication, own);
    },
  };
}

async function intentAfterAnswer(send: Send, pick: () => Outgoing | undefined, signal?: AbortSignal) {
  let intend = (): void => undefined;
  const reply = await send(() => {
    const outgoing = pick();
    if (outgoing !== undefined) intend = outgoing.leave;
    return outgoing && { ...outgoing, leave: () => undefined };
  }, signal);
  intend();
  return reply;
}

/** What nobody has answered counts as if somebody had, with an error after which it may have acted. */
function answered(send: Send): Send {
  return async (pick, signal) => {
    const reply = await send(pick, signal);
    if (reply === undefined || reply.ok || reply.failure.kind !== "lost") return reply;
    return { ...reply, failure: { ...reply.failure, kind: "system_error" } };
  };
}

/** Other behaviour for some methods of a part of the ledger. */
function but<T extends object>(part: T, methods: Partial<T>): T {
  return new Proxy(part, { get: (target, name) => Reflect.get(name in methods ? methods : target, name) });
}

/** A run's hold on its ledger that does not look. */
function blind(look: "before" | "inside"): Mutant {
  return mutant({
    spoil: () => {
      const own = Hold.prototype[look];
      Hold.prototype[look] = () => undefined;
      return () => {
        Hold.prototype[look] = own;
      };
    },
  });
}

interface TalentList {
  readonly talent_list: readonly { readonly talent_id: string; readonly email?: string }[];
}

/** Other answers about people. */
function telling(change: (found: TalentList["talent_list"], mails: readonly string[]) => readonly object[]): Mutant {
  const told =
    (ask: Ask): Ask =>
    async (request, signal) => {
      const reply = await ask(request, signal);
      const { talent_list } = (reply?.ok ? (reply.data ?? {}) : {}) as Partial<TalentList>;
      if (!reply?.ok || !Array.isArray(talent_list)) return reply;
      const { email_list = [] } = request.body as { readonly email_list?: readonly string[] };
      return { ...reply, data: { talent_list: change(talent_list, email_list) } };
    };
  return mutant(
    clientOf(
      (cap) => cap === talents.caps,
      ({ ask }) => ({ ask: told(ask) }),
    ),
  );
}

/** Each by what is wrong with it. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  "the intent is written after the answer": mutant(
    creating((send) => (pick, signal) => intentAfterAnswer(send, pick, signal)),
  ),
  "an intent is not synced": mutant({
    ledger: (ledger) => {
      const begin: typeof ledger.attempts.begin = (intent) => ledger.unsynced(() => ledger.attempts.begin(intent));
      return { ...ledger, attempts: but(ledger.attempts, { begin }) };
    },
  }),
  "an update's intent is not synced": mutant({
    ledger: (ledger) => {
      const { updates, unsynced } = ledger;
      const intend: typeof updates.intend = (...given) => unsynced(() => updates.intend(...given));
      return { ...ledger, updates: but(updates, { intend }) };
    },
  }),
  "a key is believed in for ever": mutant(targeting(() => ({ idempotency: { field: "external_id", hours: 1e6 } }))),
  "a key is believed in for two days": mutant(targeting(() => ({ idempotency: { field: "external_id", hours: 48 } }))),
  "a list page that failed is taken for an empty one": mutant(
    reading((ask) => async (request, signal) => {
      const reply = await ask(request, signal);
      return reply?.ok === false ? EMPTY_PAGE : reply;
    }),
  ),
  "only the first page of a list is read": mutant(
    reading((ask) => async (request, signal) => {
      const reply = await ask(request, signal);
      return reply?.ok ? { ...reply, data: { ...(reply.data as object), has_more: false } } : reply;
    }),
  ),
  "the second reading is the first one again": mutant({
    theme: "late",
    ...reading((ask) => {
      const heard = new Map<string, Reply>();
      return async (request, signal) => {
        const page = JSON.stringify(request.query);
        const before = heard.get(page);
        if (heard.delete(page) && before !== undefined) return before;
        const reply = await ask(request, signal);
        if (reply?.ok) heard.set(page, reply);
        return reply;
      };
    }),
  }),
  "the list is read without waiting": mutant({
    theme: "late",
    clock: (clock) => ({
      ...clock,
      sleep: (wait_ms, signal) => clock.sleep(wait_ms > 1_500 && wait_ms <= 3_000 ? 100 : wait_ms, signal),
    }),
  }),
  "rows that were under way at a crash are forgotten": mutant({
    ledger: (ledger) => ({ ...ledger, attempts: but(ledger.attempts, { markInterrupted: () => 0 }) }),
  }),
  "rows that were under way at a crash are found only when the next run is over": mutant({
    ledger: (ledger) => {
      const { attempts, runs } = ledger;
      const end: typeof runs.end = (id, exit, requests, now_ms) => {
        attempts.markInterrupted(now_ms);
        runs.end(id, exit, requests, now_ms);
      };
      return { ...ledger, attempts: but(attempts, { markInterrupted: () => 0 }), runs: but(runs, { end }) };
    },
  }),
  "records are overwritten before what is open is sent": mutant({
    ledger: (ledger) => {
      let has_planned = false;
      const plan: typeof ledger.updates.plan = (...given) => {
        has_planned = true;
        ledger.updates.plan(...given);
      };
      const next: typeof ledger.queue.next = (...given) => (has_planned ? [] : ledger.queue.next(...given));
      return { ...ledger, updates: but(ledger.updates, { plan }), queue: but(ledger.queue, { next }) };
    },
  }),
  "nobody asks whose record it is": mutant({
    ledger: (ledger) => ({ ...ledger, settlements: but(ledger.settlements, { ownerOf: () => undefined }) }),
  }),
  "a row whose record was another's counts as never sent": mutant({
    theme: "twins",
    ledger: (ledger) => {
      const settle: typeof ledger.settlements.settle = (settlement) => {
        const is_given_back = settlement.how === "repeat" && settlement.verdict === "in_doubt";
        const never: typeof settlement = { ...settlement, verdict: "absent", failure: null };
        ledger.settlements.settle(is_given_back ? never : settlement);
      };
      return { ...ledger, settlements: but(ledger.settlements, { settle }) };
    },
  }),
  "a lost answer is taken for a request that never left": mutant(
    creating((send) => async (pick, signal) => {
      const reply = await send(pick, signal);
      if (reply === undefined || reply.ok || reply.failure.kind !== "lost") return reply;
      return { ...reply, failure: { ...reply.failure, kind: "unreachable" } };
    }),
  ),
  "a clock that was set back is believed": mutant({
    ledger: (ledger) => ({ ...ledger, runs: but(ledger.runs, { latestEntry: () => 0 }) }),
  }),
  "Feishu's clock is ignored": mutant({
    feishu: (feishu) => ({
      ...(
        creating((send) => async (pick, signal) => {
          const reply = await send(pick, signal);
          if (reply === undefined) return undefined;
          const { server_time_ms: _ignored, ...others } = reply;
          return others as Reply;
        }).feishu as Mutant["feishu"]
      )(feishu),
      heard_time: () => undefined,
    }),
  }),
  "the intent of an update is written after the answer": mutant(
    overwriting((send) => (pick, signal) => intentAfterAnswer(send, pick, signal)),
  ),
  "an update does not wait for what an earlier call had under way": mutant({
    theme: "corrections",
    // The first thing that a run looks at is when it began.
    clock: (clock) => {
      let has_begun = false;
      const monotonic_ms = () => {
        const earlier_ms = has_begun ? 0 : 400_000;
        has_begun = true;
        return clock.monotonic_ms() - earlier_ms;
      };
      return { ...clock, monotonic_ms };
    },
  }),
  "an overwrite whose answer was never written down is over with its call": mutant({
    theme: "corrections",
    ledger: (ledger) => {
      const { updates, update_counts } = ledger;
      const isKnown = ({ row_id }: PlannedUpdate) =>
        update_counts.of(row_id).some(({ attempts }) => attempts.some(({ verdict }) => verdict === "lost"));
      const next: typeof updates.next = (...given) =>
        updates.next(...given).map((each) => (isKnown(each) ? each : { ...each, rival_at_ms: null }));
      return { ...ledger, updates: but(updates, { next }) };
    },
  }),
  "an update whose answer was lost counts as one that did nothing": mutant({
    ledger: (ledger) => {
      const { updates } = ledger;
      const answered: typeof updates.answered = (update, answer) => updates.answered(update, answer, false);
      return { ...ledger, updates: but(updates, { answered }) };
    },
  }),
  "what an answer echoes is not looked at": mutant(
    targeting(({ request }) => ({
      request: (payload) => {
        const { differsIn: _ignored, ...others } = request(payload);
        return others;
      },
    })),
  ),
  "an answer that came before by its connection is not noticed": mutant({
    spoil: () => {
      const { note } = AnswersOfConnection.prototype;
      AnswersOfConnection.prototype.note = function (answer) {
        note.call(this, answer);
        return "own";
      };
      return () => {
        AnswersOfConnection.prototype.note = note;
      };
    },
  }),
  "nothing acts any more once we have given up": mutant({ theme: "late", ...creating(answered) }),
  "no overwrite arrives any more once we have given up": mutant({ theme: "corrections", ...overwriting(answered) }),
  "signs in mails count for nothing": telling((found, mails) =>
    found.map((each) => ({ ...each, email: mails.find((mail) => plain(mail) === plain(each.email)) ?? each.email })),
  ),
  "twins are taken for one": telling((found) =>
    found.filter(({ email }, index) => email === undefined || found.findIndex((one) => one.email === email) === index),
  ),
  "who was not found is not asked for again": mutant({
    ledger: (ledger) => {
      const answerOf: typeof ledger.talents.answerOf = (key) => {
        const known = ledger.talents.answerOf(key);
        return known && { ...known, run_id: ledger.runs.latest()?.id ?? 0 };
      };
      return { ...ledger, talents: but(ledger.talents, { answerOf }) };
    },
  }),
  "a run goes on though another one has begun on its ledger": blind("inside"),
  "a run does not notice that its ledger has gone": blind("before"),
  "a token that is refused ends the run": mutant({
    tokens: (tokens) => {
      let is_refused = false;
      const failure = because("refused_us", { id: "token_never_accepted", tokens: 1 });
      return {
        get: async (signal) => (is_refused ? { failure } : tokens.get(signal)),
        answered: (token, verdict) => {
          is_refused ||= verdict === "refused";
          tokens.answered(token, verdict);
        },
        withoutSecrets: (failed, token) => tokens.withoutSecrets(failed, token),
      };
    },
  }),
  "the cap is taken for twice of what it is": mutant({ cap_factor: 2 }),
};
