import { existsSync, readFileSync } from "node:fs";
import { type FeishuPlace, feishuPlace, nameOfPlace } from "../app/feishu.js";
import { ledgerPath } from "../ledger/file/file-name.js";
import { takeLock } from "../ledger/file/lock.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { saying } from "../texts/saying.js";

const SANDBOX = "sandbox";

export interface PlaceOptions {
  readonly sandbox?: boolean | undefined;
  readonly baseUrl?: string | undefined;
  readonly appSecretFile?: string | undefined;
  readonly ledger: string;
  /** Nothing is to be created: a sandbox without records of its own is one in memory. */
  readonly reads_only?: boolean;
}

/**
 * Refuses at once what cannot be a place. The place itself is opened by calling what comes back, which has to wait
 * until the ledger is locked: a sandbox's records belong to one process at a time.
 */
export function choosePlace(options: PlaceOptions): () => Promise<FeishuPlace> {
  if (options.sandbox === true) return () => sandboxPlace(options);
  const app_id = process.env.FEISHU_APP_ID?.trim() ?? "";
  const app_secret = secretOf(options.appSecretFile);
  // A base URL that is none is told before what else is missing.
  const place = feishuPlace({ base_url: baseUrlOf(options), app_id, app_secret });
  const missing = [app_id === "" ? "FEISHU_APP_ID" : "", app_secret === "" ? "FEISHU_APP_SECRET" : ""].filter(Boolean);
  if (missing.length > 0) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "no_credentials",
      ...saying("no_credentials", { names: missing }),
    });
  }
  return async () => place;
}

/** What ledgers call the place of a call, before it is opened. */
export function placeName(options: Pick<PlaceOptions, "sandbox" | "baseUrl">): string {
  return options.sandbox === true ? SANDBOX : nameOfPlace(baseUrlOf(options));
}

/** A variable that is set to nothing is not set. */
function baseUrlOf({ baseUrl }: Pick<PlaceOptions, "baseUrl">): string | undefined {
  return baseUrl ?? (process.env.FEISHU_BASE_URL || undefined);
}

function secretOf(file: string | undefined): string {
  if (file === undefined) return process.env.FEISHU_APP_SECRET?.trim() ?? "";
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "no_such_file",
      ...saying("secret_unreadable", { file, code: String((cause as NodeJS.ErrnoException).code) }),
    });
  }
}

async function sandboxPlace({ ledger, reads_only = false }: PlaceOptions): Promise<FeishuPlace> {
  const { openSandbox } = await import("./open-sandbox.js");
  const own = `${ledgerPath(ledger)}.sandbox`;
  // The steps of a plan share one.
  const store = ledgerPath(own);
  const lock = store === own ? undefined : takeLock(store);
  const sandbox = await openSandbox(reads_only && !existsSync(store) ? {} : { store });
  const { url, app_id, app_secret } = sandbox;
  const close = async (): Promise<void> => {
    await sandbox.close();
    lock?.release();
  };
  return { base_url: new URL(url), name: SANDBOX, app_id, app_secret, close };
}
