import type { IncomingMessage, ServerResponse } from "node:http";
import type { App } from "./app.js";
import type { SandboxClock } from "./clock.js";
import { type FaultName, type FaultProbabilities, type Faults, isFaultName } from "./faults.js";
import type { Jobs } from "./jobs.js";
import { faultMistake } from "./options.js";
import type { Person } from "./people.js";
import { readBody } from "./read-body.js";
import type { RequestLog } from "./request-log.js";
import type { Store } from "./store.js";
import type { TalentToAdd } from "./talents.js";

const ROOT = "/sandbox";

/** The pages under /sandbox/ for tests and curious people. No token: the sandbox listens on loopback alone. */
export interface Admin {
  serve(request: IncomingMessage, response: ServerResponse): Promise<null>;
}

interface Parts {
  readonly store: Store;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly jobs: Jobs;
  readonly app: App;
}

type Body = Readonly<Record<string, unknown>>;

interface Page {
  readonly does: string;
  /** An array is written as NDJSON, anything else as one JSON value. Throws `Mistake`. */
  show(parts: Parts, body: Body): unknown;
}

/** What a caller of these pages got wrong. */
class Mistake extends Error {
  override readonly name = "Mistake";
}

const PAGES: Readonly<Record<string, Page>> = {
  "GET /sandbox/records": {
    does: "every record that is there, one JSON object a line, with external_id and times",
    show: (parts) => parts.store.records(),
  },
  "GET /sandbox/requests": {
    does: "for each API: requests arrived and accepted, the fullest sliding second, codes, faults",
    show: (parts) => parts.log.counts(),
  },
  "POST /sandbox/talents": {
    does:
      'which talents exist: {"add": ["…"], "remove": ["…"]}; one to add may say who it is: ' +
      '{"talent_id": "…", "email": "…", "mobile_number": "…"}; kept in the store',
    show: changeTalents,
  },
  "POST /sandbox/jobs": {
    does:
      'closes and opens jobs, each named by an advertisement: {"close": ["…"], "open": ["…"]}; kept in the store. ' +
      '{"api_sync": false} turns the tenant\'s switch off',
    show: changeJobs,
  },
  "POST /sandbox/app": {
    does:
      'what the developer console says of the app: {"without_scopes": ["hire:talent"], "address_allowed": false, ' +
      '"app_enabled": false}; what is left out stays as it is',
    show: changeApp,
  },
  "POST /sandbox/clock": {
    does: 'moves the time that Feishu sees forward: {"advance_ms": 86400000}; kept in the store',
    show: advanceClock,
  },
  "GET /sandbox/faults": {
    does: "the present probabilities of faults",
    show: (parts) => parts.faults.probabilities(),
  },
  "POST /sandbox/faults": {
    does:
      'sets all probabilities ({"cut_after": 0.1}; {} for none) or plans the next requests of an API\'s faults ' +
      '({"next": {"external_application.create": ["cut_after", null]}})',
    show: setFaults,
  },
};

export function isAdminPath(url: string): boolean {
  return url === ROOT || url.startsWith(`${ROOT}/`) || url.startsWith(`${ROOT}?`);
}

export function createAdmin(parts: Parts): Admin {
  return {
    async serve(request, response) {
      const bytes = await readBody(request);
      const path = (request.url ?? "").split("?", 1)[0]?.replace(/\/$/, "") ?? "";
      if (path === ROOT) return write(response, 200, pageList());
      const page = PAGES[`${request.method} ${path}`];
      if (!page) return write(response, 404, { error: "no such page", pages: pageList() });
      try {
        return write(response, 200, page.show(parts, bodyOf(request, bytes)));
      } catch (error) {
        const http_status = error instanceof Mistake ? 400 : 500;
        return write(response, http_status, { error: String(error), usage: page.does });
      }
    },
  };
}

function pageList(): Record<string, string> {
  return Object.fromEntries(Object.entries(PAGES).map(([name, page]) => [name, page.does]));
}

function changeTalents(parts: Parts, body: Body): unknown {
  const { add = [], remove = [] } = body;
  if (!Array.isArray(add) || !add.every(isTalent)) {
    throw new Mistake(`add is a list of talent ids, as strings, or of people: ${Object.keys(PERSON).join(", ")}`);
  }
  if (!isTextList(remove)) throw new Mistake("remove is a list of talent ids, as strings");
  parts.store.changeTalents(add, remove);
  return { added: add.length, removed: remove.length };
}

function changeApp(parts: Parts, body: Body): unknown {
  const { without_scopes, address_allowed, app_enabled, ...unknown } = { ...parts.app.state(), ...body };
  if (Object.keys(unknown).length > 0) throw new Mistake(`there is no ${Object.keys(unknown).join(", ")}`);
  if (!isTextList(without_scopes)) throw new Mistake("without_scopes is a list of scopes");
  if (typeof address_allowed !== "boolean" || typeof app_enabled !== "boolean") {
    throw new Mistake("address_allowed and app_enabled are true or false");
  }
  parts.app.change({ without_scopes, address_allowed, app_enabled });
  return parts.app.state();
}

function changeJobs(parts: Parts, body: Body): unknown {
  const { close = [], open = [], api_sync = parts.jobs.apiSync() } = body;
  if (!isTextList(close) || !isTextList(open)) throw new Mistake("close and open are lists of advertisement ids");
  if (typeof api_sync !== "boolean") throw new Mistake("api_sync is true or false");
  if (close.length + open.length > 0) parts.store.changeJobs(close, open);
  parts.jobs.setApiSync(api_sync);
  return { closed: close.length, opened: open.length, api_sync };
}

function advanceClock(parts: Parts, body: Body): unknown {
  const { advance_ms } = body;
  if (typeof advance_ms !== "number" || !Number.isSafeInteger(advance_ms) || advance_ms < 0) {
    throw new Mistake("advance_ms is a whole number from 0: this clock only goes forward");
  }
  parts.store.advanceClock(advance_ms);
  return { now_ms: Math.floor(parts.clock.now_ms()) };
}

function setFaults(parts: Parts, body: Body): unknown {
  const { next, ...probabilities } = body;
  const wrong = faultMistake(probabilities);
  if (wrong) throw new Mistake(wrong);
  if (next === undefined) {
    parts.faults.set(probabilities as FaultProbabilities);
    return parts.faults.probabilities();
  }
  if (Object.keys(probabilities).length > 0) throw new Mistake("probabilities and next are set one at a time");
  if (typeof next !== "object" || next === null || !Object.values(next).every(isPlan)) {
    throw new Mistake("next names for an API a list of faults or null");
  }
  const plans = Object.entries(next as Record<string, readonly (FaultName | null)[]>);
  for (const [api, names] of plans) parts.faults.plan(api, names);
  return { planned: Object.fromEntries(plans.map(([api, names]) => [api, names.length])) };
}

function isPlan(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => name === null || isFaultName(name));
}

const PERSON: { readonly [Field in keyof Required<Person>]: "string" | "number" } = {
  talent_id: "string",
  email: "string",
  mobile_code: "string",
  mobile_number: "string",
  identification_type: "number",
  identification_number: "string",
};

function isTalent(value: unknown): value is TalentToAdd {
  if (typeof value !== "object" || value === null) return typeof value === "string";
  const types: Readonly<Record<string, string>> = PERSON;
  return "talent_id" in value && Object.entries(value).every(([name, each]) => typeof each === types[name]);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function bodyOf(request: IncomingMessage, bytes: Uint8Array | string): Body {
  if (request.method !== "POST") return {};
  if (typeof bytes === "string") throw new Mistake("the body is not whole, or larger than 1 MiB");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Mistake("the body is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Mistake("the body is no object");
  return value as Record<string, unknown>;
}

function write(response: ServerResponse, http_status: number, value: unknown): null {
  const is_list = Array.isArray(value);
  const text = is_list
    ? value.map((item) => `${JSON.stringify(item)}\n`).join("")
    : `${JSON.stringify(value, null, 2)}\n`;
  response.writeHead(http_status, { "content-type": is_list ? "application/x-ndjson" : "application/json" });
  response.end(text);
  return null;
}
