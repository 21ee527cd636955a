import type { UpdateOptions } from "../../src/engine/changes/update.js";
import type { SendRowsOptions } from "../../src/engine/sending/send-rows.js";
import type { TalentResolverOptions } from "../../src/engine/talents/resolve.js";
import { AnswersOfConnection } from "../../src/feishu/copied-answers.js";
import type { Tokens } from "../../src/feishu/token.js";
import { Hold } from "../../src/ledger/hold.js";
import type { Ledger } from "../../src/ledger/open.js";
import type { Outgoing, Reply, Send } from "../../src/model/reply.js";
import type { Theme } from "./plan.js";

/** The program with something wrong with it, by wrapping what it is given; nothing of it knows of this. */
export interface Mutant {
  ledger(ledger: Ledger): Ledger;
  ask(options: TalentResolverOptions): TalentResolverOptions;
  run(options: SendRowsOptions): SendRowsOptions;
  update(options: UpdateOptions): UpdateOptions;
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
  ask: (options) => options,
  run: (options) => options,
  update: (options) => options,
  tokens: (tokens) => tokens,
  cap_factor: 1,
  spoil: () => () => undefined,
};

const EMPTY_PAGE: Reply = { ok: true, took_ms: 0, data: { items: [], has_more: false } };

const plain = (mail = ""): string => mail.toLowerCase().replace(/[-._]/g, "");

function mutant(part: Partial<Mutant>): Mutant {
  return { ...FAITHFUL, ...part };
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
  return mutant({
    ask: (options) => ({
      ...options,
      send: async (request, signal) => {
        const reply = await options.send(request, signal);
        const { talent_list } = (reply?.ok ? (reply.data ?? {}) : {}) as Partial<TalentList>;
        if (!reply?.ok || !Array.isArray(talent_list)) return reply;
        const { email_list = [] } = request.body as { readonly email_list?: readonly string[] };
        return { ...reply, data: { talent_list: change(talent_list, email_list) } };
      },
    }),
  });
}

/** Each by what is wrong with it. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  "the intent is written after the answer": mutant({
    run: (options) => ({
      ...options,
      send: (pick, signal) => intentAfterAnswer(options.send, pick, signal),
    }),
  }),
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
  "a key is believed in for ever": mutant({
    run: (options) => ({
      ...options,
      target: { ...options.target, idempotency: { field: "external_id", hours: 1e6 } },
    }),
  }),
  "a key is believed in for two days": mutant({
    run: (options) => ({
      ...options,
      target: { ...options.target, idempotency: { field: "external_id", hours: 48 } },
    }),
  }),
  "a list page that failed is taken for an empty one": mutant({
    run: (options) => ({
      ...options,
      read: async (request, signal) => {
        const reply = await options.read(request, signal);
        return reply?.ok === false ? EMPTY_PAGE : reply;
      },
    }),
  }),
  "only the first page of a list is read": mutant({
    run: (options) => ({
      ...options,
      read: async (request, signal) => {
        const reply = await options.read(request, signal);
        return reply?.ok ? { ...reply, data: { ...(reply.data as object), has_more: false } } : reply;
      },
    }),
  }),
  "the second reading is the first one again": mutant({
    theme: "late",
    run: (options) => {
      const heard = new Map<string, Reply>();
      const read: SendRowsOptions["read"] = async (request, signal) => {
        const page = JSON.stringify(request.query);
        const before = heard.get(page);
        if (heard.delete(page) && before !== undefined) return before;
        const reply = await options.read(request, signal);
        if (reply?.ok) heard.set(page, reply);
        return reply;
      };
      return { ...options, read };
    },
  }),
  "the list is read without waiting": mutant({
    theme: "late",
    run: (options) => {
      const { clock } = options;
      const sleep: typeof clock.sleep = (wait_ms, signal) =>
        clock.sleep(wait_ms > 1_500 && wait_ms <= 3_000 ? 100 : wait_ms, signal);
      return { ...options, clock: { ...clock, sleep } };
    },
  }),
  "rows that were under way at a crash are forgotten": mutant({
    ledger: (ledger) => ({ ...ledger, attempts: but(ledger.attempts, { markInterrupted: () => 0 }) }),
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
  "a lost answer is taken for a request that never left": mutant({
    run: (options) => ({
      ...options,
      send: async (pick, signal) => {
        const reply = await options.send(pick, signal);
        if (reply === undefined || reply.ok || reply.failure.kind !== "lost") return reply;
        return { ...reply, failure: { ...reply.failure, kind: "unreachable" } };
      },
    }),
  }),
  "a clock that was set back is believed": mutant({
    run: (options) => ({ ...options, latest_entry_ms: 0 }),
  }),
  "Feishu's clock is ignored": mutant({
    run: ({ heard_time: _unheard, ...options }) => ({
      ...options,
      send: async (pick, signal) => {
        const reply = await options.send(pick, signal);
        if (reply === undefined) return undefined;
        const { server_time_ms: _ignored, ...others } = reply;
        return others as Reply;
      },
    }),
  }),
  "the intent of an update is written after the answer": mutant({
    update: (options) => ({
      ...options,
      request: (pick, signal) => intentAfterAnswer(options.request, pick, signal),
    }),
  }),
  "an update does not wait for what an earlier call had under way": mutant({
    theme: "corrections",
    update: (options) => ({ ...options, began_ms: options.began_ms - 400_000 }),
  }),
  "an update whose answer was lost counts as one that did nothing": mutant({
    ledger: (ledger) => {
      const { updates } = ledger;
      const answered: typeof updates.answered = (update, answer) => updates.answered(update, answer, false);
      return { ...ledger, updates: but(updates, { answered }) };
    },
  }),
  "what an answer echoes is not looked at": mutant({
    run: (options) => {
      const { target } = options;
      const request: typeof target.request = (payload) => {
        const { differsIn: _ignored, ...others } = target.request(payload);
        return others;
      };
      return { ...options, target: { ...target, request } };
    },
  }),
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
  "nothing acts any more once we have given up": mutant({
    theme: "late",
    run: (options) => ({ ...options, send: answered(options.send) }),
  }),
  "no overwrite arrives any more once we have given up": mutant({
    theme: "corrections",
    update: (options) => ({ ...options, request: answered(options.request) }),
  }),
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
      const failure = { kind: "refused_us", message: "Feishu refuses even a new token", hint: "" } as const;
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
