import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Admin, isAdminPath } from "./admin.js";
import { type Answer, badRequest, noSuchPath, systemError, wrongMethod } from "./answers.js";
import { delay, type SandboxClock } from "./clock.js";
import { deliver } from "./deliver.js";
import type { FaultName, Faults } from "./faults.js";
import { type Gateway, isGatewayFault, type Outcome } from "./gateway.js";
import type { Random } from "./random.js";
import { readBody } from "./read-body.js";
import { readUpload } from "./read-upload.js";
import type { RequestLog } from "./request-log.js";
import { matchRoute, type Route } from "./route.js";
import { parseBody } from "./validate.js";

export interface ServerParts {
  readonly routes: readonly Route[];
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly clock: SandboxClock;
  readonly admin: Admin;
  readonly latency_ms: number;
  readonly jitter_ms: number;
  /** How far the `Date` header is ahead of `clock`. */
  readonly clock_skew_ms: number;
  readonly random: Random;
  /** True from the moment the sandbox closes: nothing acts any more. */
  readonly closed: () => boolean;
}

/** Longer than clients keep idle connections: a server that closes first makes them lose requests. */
const KEEP_ALIVE_MS = 75_000;

export function createSandboxServer(parts: ServerParts): Server {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (isAdminPath(request.url ?? "")) void parts.admin.serve(request, response);
    else void answer(parts, request, response, logId(parts.clock.now_ms(), requests));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse, log_id: string) {
  const outcome = await serve(parts, request);
  if (!outcome) return;
  await delay(parts.latency_ms);
  deliver(response, outcome.answer, outcome.fault, { now_ms: parts.clock.now_ms() + parts.clock_skew_ms, log_id });
}

/** What becomes of a request to Feishu; null if the client left before the request was whole. */
async function serve(parts: ServerParts, request: IncomingMessage): Promise<Outcome | null> {
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  const match = matchRoute(parts.routes, request.method ?? "", path);
  const api = match.kind === "route" ? match.route.api : "unknown";
  parts.log.arrived(api, parts.clock.now_ms());
  const is_file = match.kind === "route" && match.route.takes_file === true;
  const reading = is_file ? readUpload(request) : readBody(request);
  if (match.kind !== "route") {
    await reading;
    const answer = match.kind === "wrong_method" ? wrongMethod() : noSuchPath();
    parts.log.answered(api, answer.body.code, null);
    return { answer, fault: null };
  }
  const { route } = match;
  const fault = parts.faults.draw(api);
  if (parts.jitter_ms > 0) await delay(parts.random() * parts.jitter_ms);

  // Counted as it arrives, in the same turn of the event loop, not when its body is whole.
  const now_ms = parts.clock.now_ms();
  const refused = parts.gateway.admit(route, request.headers.authorization, now_ms, fault);
  if (!refused) parts.log.accepted(api, now_ms);
  const bytes = await reading;
  if (bytes === "left" || parts.closed()) return null;

  const act = (): Answer => {
    if (bytes === "too_large") return badRequest("the body is larger than 1 MiB");
    if (bytes === "no_form") return badRequest("the body is no multipart/form-data with one file");
    const now_ms = parts.clock.now_ms();
    const asked = { id: match.id, query: new URLSearchParams(query), now_ms };
    if (!(bytes instanceof Uint8Array)) return route.act({ ...asked, body: {}, file: bytes });
    const parsed = route.takes_body ? parseBody(bytes, request.headers["content-type"]) : { body: {} };
    if ("answer" in parsed) return parsed.answer;
    return route.act({ ...asked, body: parsed.body });
  };
  const outcome = refused ?? actWith(fault, act);
  parts.log.answered(api, outcome.answer.body.code, outcome.fault);
  return outcome;
}

function actWith(fault: FaultName | null, act: () => Answer): Outcome {
  // A gateway fault that got here had nothing to bite on, such as `token_dead` where no token is asked for.
  if (fault === null || isGatewayFault(fault)) return { answer: safely(act), fault: null };
  const error = systemError("", fault.startsWith("error_200") ? 200 : 500);
  if (fault.endsWith("_before")) return { answer: error, fault };
  const answer = safely(act);
  return { answer: fault.startsWith("error_") ? error : answer, fault };
}

/** A store that cannot be written (a full disk) is Feishu's system error, with the reason in its text. */
function safely(act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    return systemError(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Shaped like Feishu's: the time to the second, then what tells requests apart. */
function logId(now_ms: number, request: number): string {
  const stamp = new Date(now_ms).toISOString().replace(/[-:T]/g, "").slice(0, 14);
  return `${stamp}${request.toString(16).toUpperCase().padStart(18, "0")}`;
}
