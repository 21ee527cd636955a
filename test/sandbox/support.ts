import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.js";
import { afterwards } from "../support/afterwards.js";

export { folder } from "../support/afterwards.js";

export const APPLICATIONS = "/open-apis/hire/v1/external_applications";
const BATCH_GET_ID = "/open-apis/hire/v1/talents/batch_get_id";
export const TALENT = "6930815272790114324";
export const CREATE = "external_application.create";
export const DAY_MS = 86_400_000;

// biome-ignore lint/suspicious/noExplicitAny: answers are whatever the server says; tests look into them
type Json = any;

export interface Answered {
  readonly http_status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A sandbox that is closed when the test ends. */
export async function open(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  afterwards(() => sandbox.close());
  return sandbox;
}

/** A clock that stands still until it is moved. */
export function stoppedClock(start_ms = Date.UTC(2025, 0, 6, 8)) {
  const clock = { at_ms: start_ms, now_ms: () => clock.at_ms };
  return clock;
}

export async function post(sandbox: Sandbox, path: string, body: unknown, headers: Record<string, string> = {}) {
  return ask(sandbox, "POST", path, body, headers);
}

export async function ask(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const init: RequestInit = { method, headers: { "content-type": "application/json; charset=utf-8", ...headers } };
  if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${sandbox.url}${path}`, init);
  return { http_status: response.status, headers: response.headers, body: await response.json() };
}

export async function tokenOf(sandbox: Sandbox): Promise<string> {
  const { app_id, app_secret } = sandbox;
  const answer = await post(sandbox, "/open-apis/auth/v3/tenant_access_token/internal", { app_id, app_secret });
  return answer.body.tenant_access_token;
}

/** Calls with a token, the way a client does. */
export async function signIn(sandbox: Sandbox) {
  const authorization = `Bearer ${await tokenOf(sandbox)}`;
  const call = (method: string, path: string, body?: unknown) => ask(sandbox, method, path, body, { authorization });
  return {
    authorization,
    call,
    create: (body: unknown) => call("POST", APPLICATIONS, body),
    list: (query: string) => call("GET", `${APPLICATIONS}?${query}`),
    update: (id: string, body: unknown) => call("PUT", `${APPLICATIONS}/${id}`, body),
    search: (body: unknown) => call("POST", BATCH_GET_ID, body),
    remove: (id: string) => call("DELETE", `${APPLICATIONS}/${id}`),
  };
}
