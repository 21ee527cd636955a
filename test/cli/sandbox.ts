import {
  type RequestCounts,
  type SandboxOptions,
  type SandboxRecord,
  startSandbox,
} from "../../src/sandbox/sandbox.js";
import { afterwards, type Scope, start } from "./program.js";

export const CREATE = "external_application.create";

/** A sandbox that is asked over HTTP, wherever it runs. */
export interface RunningSandbox {
  readonly url: string;
  /** What a run needs to reach it. */
  readonly env: Readonly<Record<string, string>>;
  records(): Promise<SandboxRecord[]>;
  creates(): Promise<RequestCounts>;
  addTalents(ids: readonly string[]): Promise<void>;
}

/** A `hire-import sandbox` in a process of its own. Without a `--rate` of its own, the cap is out of the way. */
export async function sandboxProcess(args: readonly string[] = [], scope: Scope = "test"): Promise<RunningSandbox> {
  const flags = args.includes("--rate") ? args : ["--rate", "10000", ...args];
  const running = start(["sandbox", "--json", ...flags], {}, scope);
  return reached(JSON.parse((await running.says(/^\{.*\}$/m))[0]));
}

/** The same in this process, which costs no start of the program. */
export async function sandboxHere(options: SandboxOptions = {}, scope: Scope = "test"): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ rate_per_s: 10_000, ...options });
  afterwards(() => sandbox.close(), scope);
  return reached(sandbox);
}

interface Address {
  readonly url: string;
  readonly app_id: string;
  readonly app_secret: string;
}

function reached({ url, app_id, app_secret }: Address): RunningSandbox {
  const show = async (page: string) => (await fetch(`${url}/sandbox/${page}`)).text();
  return {
    url,
    env: { FEISHU_BASE_URL: url, FEISHU_APP_ID: app_id, FEISHU_APP_SECRET: app_secret },
    records: async () => {
      const text = await show("records");
      return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as SandboxRecord]));
    },
    creates: async () => JSON.parse(await show("requests"))[CREATE],
    addTalents: async (ids) => {
      const body = JSON.stringify({ add: ids });
      const answer = await fetch(`${url}/sandbox/talents`, { method: "POST", body });
      if (!answer.ok) throw new Error(await answer.text());
    },
  };
}
