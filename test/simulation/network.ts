import type { ClientOptions } from "../../src/feishu/client.js";
import { AnswersOfConnection, LogIds } from "../../src/feishu/copied-answers.js";
import type { WireRequest } from "../../src/feishu/exchange.js";
import { ANSWER_OF_ANOTHER } from "../../src/feishu/network-failures.js";
import type { RawAnswer, WholeAnswer } from "../../src/feishu/raw-answer.js";
import type { TokenOptions } from "../../src/feishu/token.js";
import type { Payload } from "../../src/model/payload.js";
import type { FeishuRequest } from "../../src/model/reply.js";
import type { Chance } from "./chance.js";
import type { Answer, FakeFeishu } from "./fake-feishu.js";
import { ACTS_LATE_WITHIN_MS, ACTS_WITHIN_MS, FATES, type Fate, type FateName, type Weather } from "./faults.js";
import type { World } from "./world.js";

type Transport = ClientOptions["transport"] & TokenOptions["transport"];

/** What the network asks of the process whose requests it carries. */
export interface Sender {
  readonly alive: boolean;
  /** A moment at which the process may die; then it throws. */
  point(name: string): void;
}

export interface NetworkWatcher {
  /** The bytes of a creating request leave now. */
  left(payload: Payload): void;
  /** Those of a request that overwrites a record. */
  overwrites(remote_id: string): void;
  tell(line: string): void;
}

type Kind = "create" | "update" | "list" | "ask" | "token";
const KINDS: Readonly<Record<string, Kind>> = { POST: "create", PUT: "update" };

function kindOf({ method, path }: WireRequest): Kind {
  return path.endsWith("/batch_get_id") ? "ask" : (KINDS[method] ?? "list");
}

/** A connection as the program's pool knows it. */
interface Line {
  readonly answers: AnswersOfConnection;
  /** What comes by it before the answer to the next request. */
  readonly surplus: RawAnswer[];
}

/** A success that waits for another one to change places with. */
interface Swap {
  readonly kind: Kind;
  readonly own: WholeAnswer;
  readonly shown: Shown;
  readonly take: (other: WholeAnswer) => void;
}

const CONTENT = ["talent_id", "job_title", "stage", "create_time"];
type Shown = Readonly<Record<string, unknown>>;

/** The record that a success shows; undefined: it is none, or was cut short. */
function shownIn({ text }: WholeAnswer): Shown | undefined {
  if (!text.includes('"external_application":{"id"') || !text.endsWith("}")) return undefined;
  return (JSON.parse(text) as { data: { external_application: Shown } }).data.external_application;
}

/** Both show a field, and it is another in letters or digits. What only one of them shows tells nobody whose it is. */
function contradict(ours: Shown, theirs: Shown): boolean {
  const asRead = (value: unknown) =>
    String(value ?? "")
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "");
  return CONTENT.some((field) => {
    const [a, b] = [asRead(ours[field]), asRead(theirs[field])];
    return a !== "" && b !== "" && a !== b;
  });
}

/** Nobody comes along to change places with. */
const SWAP_WITHIN_MS = 2_000;

interface UnderWay {
  readonly left_ms: number;
  /** Feishu does what was asked, unless it has. */
  readonly act: () => void;
  /** The process is gone: when it was to act no longer counts. */
  is_forsaken: boolean;
}

/** The way between a process of ours and Feishu, with all that may go wrong on it. */
export class Network {
  weather: Weather;
  /** Moments on the monotonic clock at which requests left in this run, by kind. */
  readonly starts_ms: Record<Kind, number[]> = { create: [], update: [], list: [], ask: [], token: [] };
  readonly #under_way = new Set<UnderWay>();
  readonly #idle: Line[] = [];
  readonly #log_ids = new LogIds();
  #answers = 0;
  #swap: Swap | undefined;

  constructor(
    weather: Weather,
    private readonly world: World,
    private readonly feishu: FakeFeishu,
    private readonly chance: Chance,
    private readonly watcher: NetworkWatcher,
    /** The run before: what it has under way may still be. */
    private readonly before?: Network,
  ) {
    this.weather = weather;
  }

  transport(sender: Sender): Transport {
    return {
      encode,
      warm: () => undefined,
      standing: () => undefined,
      connection: async () => {
        await this.world.sleep(this.chance.between(0, 60));
        if (!sender.alive) return never();
        const { faults, create_share } = this.weather;
        if (faults.includes("unreachable") && this.chance.is(create_share / 4)) {
          return { kind: "unreachable", reason: "ECONNREFUSED", took_ms: 5 };
        }
        const line = this.#idle.pop() ?? { answers: new AnswersOfConnection(this.#log_ids), surplus: [] };
        return {
          release: () => void this.#idle.push(line),
          discard: () => undefined,
          send: (wire, onLeft) => this.#sendBy(line, sender, wire, onLeft),
        };
      },
      request: async () => {
        this.starts_ms.token.push(this.world.monotonic_ms);
        await this.world.sleep(this.chance.between(20, 400));
        if (!sender.alive) return never();
        const fate = this.#fate("token_share");
        if (fate === "unreachable" || fate === "never_left") return { kind: "unreachable", reason: fate, took_ms: 5 };
        const { heard } = FATES[fate](this.chance);
        return heard(this.feishu.issueToken(this.world.true_ms()), this.#date(), 5);
      },
    };
  }

  /** The process is gone: what it has under way acts soon, or late, or never. */
  forsake(): void {
    for (const request of this.#under_way) {
      request.is_forsaken = true;
      if (this.chance.is(0.5)) this.#under_way.delete(request);
      else this.world.after(this.#actsIn_ms(request), request.act);
    }
  }

  #actsIn_ms({ left_ms }: UnderWay): number {
    if (this.chance.is(0.7)) return this.chance.between(0, ACTS_WITHIN_MS);
    return this.chance.between(0, left_ms + ACTS_LATE_WITHIN_MS - this.world.monotonic_ms);
  }

  /** Before the machine sleeps for hours: Feishu does not wait for it. */
  actNow(): void {
    for (const request of this.#under_way) request.act();
    this.before?.actNow();
  }

  #fate(share: "create_share" | "list_share" | "token_share"): FateName {
    return this.chance.is(this.weather[share]) ? this.chance.pick(this.weather.faults) : "answered";
  }

  /** What comes by a connection, which need not be the answer to what was asked. The pool's rules are the program's. */
  async #sendBy(line: Line, sender: Sender, wire: WireRequest, onLeft?: () => void): Promise<RawAnswer> {
    const own = await this.#send(sender, wire, onLeft);
    if (own.kind !== "answer") return own;
    const answer = this.#withLogId(await this.#swapped(kindOf(wire), own));
    const heard = this.#oneOff(line, answer);
    const is_first = line.answers.count === 0;
    const originality = line.answers.note(heard);
    if (originality === "copy" || (originality === "alike" && line.surplus.length > 0)) {
      this.watcher.tell(`  ${keyOf(wire)}: a copy of an earlier answer`);
      return { kind: "lost", reason: ANSWER_OF_ANOTHER, took_ms: heard.took_ms };
    }
    return is_first ? { ...heard, is_first } : heard;
  }

  #withLogId(answer: WholeAnswer): WholeAnswer {
    this.#answers += 1;
    if (!this.feishu.gives_log_ids) return answer;
    return { ...answer, headers: { ...answer.headers, "x-tt-logid": `L${this.#answers}` } };
  }

  /** Each answer of a connection by which one came twice is the one before it. */
  #oneOff({ surplus }: Line, answer: WholeAnswer): WholeAnswer {
    const is_copied = surplus.length > 0 || this.chance.is(this.weather.copy_share);
    const heard = surplus.shift();
    if (is_copied) surplus.push(answer);
    return (heard as WholeAnswer | undefined) ?? answer;
  }

  /** Only successes that contradict each other: nobody could tell another's refusal, nor an echo that fits. */
  #swapped(kind: Kind, own: WholeAnswer): Promise<WholeAnswer> | WholeAnswer {
    const shown = kind === "create" || kind === "update" ? shownIn(own) : undefined;
    if (shown === undefined || !this.chance.is(this.weather.swap_share)) return own;
    const other = this.#swap;
    if (other !== undefined && other.kind === kind && contradict(other.shown, shown)) {
      this.#swap = undefined;
      this.watcher.tell("  two answers change places");
      other.take(own);
      return other.own;
    }
    return new Promise((resolve) => {
      const swap: Swap = { kind, own, shown, take: resolve };
      this.#swap = swap;
      this.world.after(SWAP_WITHIN_MS, () => {
        if (this.#swap === swap) this.#swap = undefined;
        resolve(own);
      });
    });
  }

  #send(sender: Sender, wire: WireRequest, onLeft: () => void = () => undefined): Promise<RawAnswer> {
    if (!sender.alive) return never();
    const kind = kindOf(wire);
    const changes = kind === "create" || kind === "update";
    const fate = this.#fate(changes ? "create_share" : "list_share");
    if (changes) sender.point("about to be written");
    if (fate === "unreachable" || fate === "never_left") {
      if (changes) this.watcher.tell(`${keyOf(wire)}: never leaves`);
      return this.#soon(sender, { kind: "unreachable", reason: "ECONNRESET", took_ms: 1 });
    }
    onLeft();
    this.starts_ms[kind].push(this.world.monotonic_ms);
    if (kind === "create") this.watcher.left(JSON.parse(String(wire.body ?? "")) as Payload);
    if (kind === "update") this.watcher.overwrites(idOf(wire));
    this.watcher.tell(`${kind} ${keyOf(wire)}: ${fate}`);
    return this.#carry(sender, wire, FATES[fate](this.chance));
  }

  async #soon(sender: Sender, raw: RawAnswer): Promise<RawAnswer> {
    await this.world.sleep(this.chance.between(1, 50));
    return sender.alive ? raw : never();
  }

  #carry(sender: Sender, wire: WireRequest, { act_ms, end_ms, heard }: Fate): Promise<RawAnswer> {
    let answer: Answer | undefined;
    const request: UnderWay = {
      left_ms: this.world.monotonic_ms,
      is_forsaken: false,
      act: () => {
        if (this.#under_way.delete(request)) answer = this.#act(wire);
      },
    };
    if (act_ms !== undefined) {
      this.#under_way.add(request);
      this.world.after(act_ms, () => {
        if (!request.is_forsaken) request.act();
      });
    }
    return new Promise((resolve) => {
      this.world.after(end_ms, () => {
        if (!sender.alive) return;
        try {
          sender.point("an answer arrives");
        } catch {
          return;
        }
        resolve(heard(answer, this.#date(), Math.round(end_ms)));
      });
    });
  }

  #act(wire: WireRequest): Answer {
    const token = (wire.headers.authorization ?? "").replace("Bearer ", "");
    const now_ms = this.world.true_ms();
    if (kindOf(wire) === "ask") {
      const answer = this.feishu.find(token, JSON.parse(String(wire.body ?? "")) as object, now_ms);
      this.watcher.tell(`  Feishu says of people ${JSON.stringify(answer.body).slice(0, 200)}`);
      return this.chance.is(this.weather.shapeless_share) ? this.#shapeless() : answer;
    }
    if (wire.method === "POST") {
      const before = this.feishu.records.length;
      const answer = this.feishu.create(token, JSON.parse(String(wire.body ?? "")) as Payload, now_ms);
      const made = this.feishu.records.length > before ? `makes ${this.feishu.records.at(-1)?.id}` : "makes nothing";
      this.watcher.tell(`  Feishu ${made} for ${keyOf(wire)}, says ${JSON.stringify(answer.body).slice(0, 90)}`);
      return answer;
    }
    if (wire.method === "PUT") {
      const answer = this.feishu.update(token, idOf(wire), JSON.parse(String(wire.body ?? "")) as Payload, now_ms);
      this.watcher.tell(`  Feishu is to overwrite ${idOf(wire)}, says ${JSON.stringify(answer.body).slice(0, 90)}`);
      return answer;
    }
    const answer = this.feishu.list(token, new URL(wire.path, wire.origin).searchParams, now_ms);
    this.watcher.tell(`  Feishu lists ${JSON.stringify(answer.body).replace(/"(?:job_title|stage)":"[^"]*",?/g, "")}`);
    return this.chance.is(this.weather.shapeless_share) ? this.#shapeless() : answer;
  }

  #shapeless(): Answer {
    const data = this.chance.pick([null, { items: "none" }, { items: [{}] }, { has_more: true }, "ok"]);
    return { http_status: 200, body: { code: 0, msg: "ok", data } };
  }

  #date(): string | undefined {
    return this.feishu.is_undated ? undefined : new Date(this.world.true_ms()).toUTCString();
  }
}

function encode(request: FeishuRequest, headers: Readonly<Record<string, string>> = {}): WireRequest {
  const query = request.query === undefined ? "" : `?${new URLSearchParams(request.query)}`;
  return {
    origin: "https://feishu.invalid",
    method: request.method,
    path: `${request.path}${query}`,
    headers: { ...headers },
    body: request.body === undefined ? null : JSON.stringify(request.body),
  };
}

/** Of the record that is overwritten. */
function idOf(wire: WireRequest): string {
  return wire.path.split("/").at(-1) ?? "";
}

function keyOf(wire: WireRequest): string {
  if (wire.method === "PUT") return idOf(wire);
  if (kindOf(wire) === "ask") return "people";
  if (wire.body === null) return new URL(wire.path, wire.origin).search;
  return String((JSON.parse(String(wire.body)) as Payload).external_id);
}

/** What a dead process waits for. */
function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
