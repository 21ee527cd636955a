import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdmin } from "./admin.js";
import { advertisementRoutes } from "./advertisements.js";
import { type AppState, createApp } from "./app.js";
import { attachmentRoutes } from "./attachments.js";
import { type Auth, createAuth } from "./auth.js";
import { createClock } from "./clock.js";
import { externalApplicationRoutes } from "./external-applications.js";
import { EXTERNAL_KINDS } from "./external-kinds.js";
import { type ExternalParts, externalRecordRoutes } from "./external-records.js";
import { createFaults, type FaultName, type FaultProbabilities } from "./faults.js";
import { createGateway } from "./gateway.js";
import { createJobs, type Jobs } from "./jobs.js";
import { noteRoutes } from "./notes.js";
import { SandboxError, type SandboxOptions, type Settings, settle } from "./options.js";
import { createRandom } from "./random.js";
import { createRequestLog, type RequestCounts } from "./request-log.js";
import type { Route } from "./route.js";
import { createSandboxServer } from "./server.js";
import { openStore, type SandboxRecord, type Store } from "./store.js";
import { talentCreateRoutes } from "./talent-create.js";
import { talentRoutes } from "./talent-search.js";
import { createTalents, type Talents, type TalentToAdd } from "./talents.js";
import { createWebsites, websiteRoutes } from "./websites.js";

export { FAULT_NAMES, type FaultName, type FaultProbabilities } from "./faults.js";
export { SandboxError, type SandboxErrorKind, type SandboxOptions } from "./options.js";
export type { RequestCounts } from "./request-log.js";
export type { SandboxRecord } from "./store.js";
export { readTalents } from "./talents.js";

/** A simulated Feishu Hire that listens on 127.0.0.1. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`, the base URL for clients. */
  readonly url: string;
  readonly port: number;
  readonly app_id: string;
  readonly app_secret: string;
  /** All records that are there, in the order of creation. */
  records(): SandboxRecord[];
  /** What each API saw, e.g. under `external_application.create`. */
  requests(): Record<string, RequestCounts>;
  changeTalents(add: readonly TalentToAdd[], remove: readonly string[]): void;
  /** Closes and opens jobs, each named by one of its advertisements. */
  changeJobs(close: readonly string[], open: readonly string[]): void;
  /** Turns the tenant's switch that lets jobs be changed through the API. */
  setApiSync(on: boolean): void;
  /** Takes scopes from the app or gives them back, disables it, refuses its address. */
  changeApp(change: Partial<AppState>): void;
  /** Moves the sandbox's time forward: keys and tokens age. */
  advanceClock(advance_ms: number): void;
  /** Replaces all fault probabilities. */
  setFaults(probabilities: FaultProbabilities): void;
  /** The faults that the API's next requests meet, null for none. */
  planFaults(api: string, names: readonly (FaultName | null)[]): void;
  /** Destroys every connection, hanging ones too. May be called twice. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";

/** Throws `SandboxError` for an option, a port or a store that cannot be used. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = settle(options);
  const clock = createClock(settings.now_ms);
  const talents = createTalents(settings.talents);
  const jobs = createJobs(settings.api_sync);
  const store = openStore(settings.store, clock, talents, jobs);
  const app = createApp(settings);
  const auth = createAuth(settings.app_id, settings.app_secret);
  const faults = createFaults(settings);
  const log = createRequestLog();
  let closing: Promise<void> | null = null;
  const server = createSandboxServer({
    routes: [
      tokenRoute(auth),
      ...externalApplicationRoutes(resourceParts(settings, store, talents)),
      ...EXTERNAL_KINDS.flatMap((kind) => externalRecordRoutes(kind, externalParts(settings, store))),
      ...noteRoutes(resourceParts(settings, store, talents)),
      ...attachmentRoutes({ store, read_cap: { requests: settings.rate_per_s, window_ms: 1000 } }),
      ...talentRoutes(talents),
      ...talentCreateRoutes({ store, talents, talent_reuse: settings.talent_reuse }),
      ...jobRoutes(settings, store, jobs),
    ],
    gateway: createGateway(settings.window, app, auth),
    faults,
    log,
    clock,
    admin: createAdmin({ store, clock, faults, log, jobs, app }),
    latency_ms: settings.latency_ms,
    jitter_ms: settings.jitter_ms,
    clock_skew_ms: settings.clock_skew_ms,
    random: createRandom(settings.seed, "jitter"),
    closed: () => closing !== null,
  });
  const port = await listen(server, settings.port, store);
  return {
    url: `http://${HOST}:${port}`,
    port,
    app_id: settings.app_id,
    app_secret: settings.app_secret,
    records: () => store.records(),
    requests: () => log.counts(),
    changeTalents: store.changeTalents,
    changeJobs: store.changeJobs,
    setApiSync: jobs.setApiSync,
    changeApp: app.change,
    advanceClock: store.advanceClock,
    setFaults: faults.set,
    planFaults: faults.plan,
    close: () => {
      closing ??= shut(server, store);
      return closing;
    },
  };
}

function resourceParts(settings: Settings, store: Store, talents: Talents) {
  const { repeat, delete_frees_key, read_lag_ms, list_order, cascade } = settings;
  const cap = { requests: settings.rate_per_s, window_ms: 1000 };
  const delete_cap = { requests: settings.delete_per_min, window_ms: 60_000 };
  return { store, talents, cap, delete_cap, repeat, delete_frees_key, read_lag_ms, list_order, cascade };
}

function externalParts(settings: Settings, store: Store): ExternalParts {
  const { repeat, delete_frees_key, read_lag_ms, list_order, external_per_s: rate_per_s } = settings;
  return { store, repeat, delete_frees_key, read_lag_ms, list_order, rate_per_s };
}

function jobRoutes(settings: Settings, store: Store, jobs: Jobs): readonly Route[] {
  const { republish, read_lag_ms, publish_per_s } = settings;
  const sites = createWebsites(settings.websites);
  const publish_cap = { requests: publish_per_s, window_ms: 1000 };
  return [...advertisementRoutes({ store, jobs, sites, republish, read_lag_ms, publish_cap }), ...websiteRoutes(sites)];
}

function tokenRoute(auth: Auth): Route {
  return {
    api: "token",
    method: "POST",
    path: TOKEN_PATH,
    takes_body: true,
    scopes: null,
    cap: null,
    act: (call) => auth.issue(call.body, call.now_ms),
  };
}

function listen(server: Server, port: number, store: Store): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: Error) => {
      store.close();
      const hint = "Choose another port, or 0 for any that is free.";
      reject(new SandboxError("port_unusable", `cannot listen on ${HOST}:${port}: ${cause.message}`, hint, cause));
    });
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

function shut(server: Server, store: Store): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      store.close();
      resolve();
    });
    server.closeAllConnections();
  });
}
