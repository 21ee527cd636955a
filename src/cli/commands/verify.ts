import { Outage } from "../../engine/calls/outage.js";
import { verify as verifyRows } from "../../engine/checks/verify.js";
import { ledgerPath } from "../../ledger/file-name.js";
import { asMachineError } from "../../ledger/machine-errors.js";
import { type Ledger, readLedger } from "../../ledger/open.js";
import type { VerificationCounts } from "../../ledger/verifications.js";
import { EXIT, type Exit } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Failure } from "../../model/failure.js";
import type { Payload } from "../../model/payload.js";
import { targetNamed } from "../../targets/index.js";
import type { Target } from "../../targets/target.js";
import { systemClock } from "../clock.js";
import { connectReader, refuseRate } from "../../app/feishu.js";
import type { SendingFlags } from "../flags.js";
import { limitDuration } from "../max-duration.js";
import { inWords, number } from "../numbers.js";
import type { Output } from "../output.js";
import { choosePlace, type FeishuPlace } from "../place.js";
import type { CommandResult } from "../result.js";
import { CONCURRENCY, FIRST_CONTACT_MS, MAX_ATTEMPTS, MAX_OUTAGE_MS } from "../../app/limits.js";
import { bindPlace, openSession } from "../../app/session.js";
import { tick } from "../ticker.js";
import { nothingToVerify, verifyResult, writeVerification } from "../verify-result.js";
import { doWork, type Work } from "../../app/run-context.js";
import { stoppedResult } from "../work-result.js";
import { refuseOverwrite } from "../write-file.js";

const SEED = 1;

export interface VerifyFlags extends SendingFlags {
  readonly sample?: number;
  readonly seed?: number;
  readonly again?: boolean;
  readonly output?: string;
}

/** `verify`: reads back what the ledger calls done, and compares it with what was sent. */
export async function verify(flags: VerifyFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  const path = ledgerPath(flags.ledger);
  readLedger(path).close();
  const openPlace = choosePlace({ ...flags, reads_only: true });
  const session = openSession(path);
  const { ledger } = session;
  let opened: FeishuPlace | undefined;
  try {
    const target = targetOf(ledger, flags.ledger);
    refuseFiles(ledger, flags);
    if (ledger.summary.counts().done === 0) return nothingToVerify(ledger, flags);
    const place = await openPlace();
    opened = place;
    const { title, find } = target;
    refuseRate({ cap_per_s: find.cap_per_s, title: `reading ${title}` }, flags.rate, place.base_url);
    bindPlace(ledger, place);
    let verification_id = 0;
    let unread: Failure | undefined;
    const { logFile: log_file, verbose } = flags;
    const result = await doWork({ command: "verify", argv, ledger, output, log_file, verbose }, async (work) => {
      verification_id = begin(ledger, target, flags, output);
      unread = await readBack({ work, place, target, verification_id, flags, output });
      const counts = ledger.verifications.counts(verification_id);
      if (counts.unread === 0) ledger.verifications.end(verification_id, systemClock.now_ms());
      // Of rows that are not read yet nothing can be verified.
      return ledger.given_exports.unread().length > 0 ? EXIT.unfinished : exitOf(counts);
    });
    if (flags.output !== undefined) await writeVerification(flags.output, ledger.verifications.lines(verification_id));
    return verifyResult({ result, unread, verification_id, ledger, flags, target, argv });
  } catch (error) {
    const stop = asMachineError(error);
    if (!(stop instanceof ExitError)) throw error;
    return stoppedResult(stop, ledger, flags);
  } finally {
    await opened?.close();
    session.close();
  }
}

/** A record that is nobody's is told; only one that looks like a double fails. */
function exitOf({ unread, differing, missing, doubles }: VerificationCounts): Exit {
  if (unread > 0) return EXIT.unfinished;
  return differing + missing + doubles > 0 ? EXIT.some_rows_failed : EXIT.ok;
}

function begin(ledger: Ledger, target: Target, flags: VerifyFlags, output: Output): number {
  const { verifications } = ledger;
  const choice = { sample: flags.sample, seed: flags.seed ?? SEED };
  const { id, begun_at_ms, is_resumed } = verifications.open(choice, flags.again === true, systemClock.now_ms());
  verifications.plan(id, choice, (payload) => target.find.subject(JSON.parse(payload) as Payload));
  if (is_resumed) {
    const { rows, unread } = verifications.counts(id);
    const since = new Date(begun_at_ms).toISOString();
    output.note(`goes on with the verification of ${since}: ${number(rows - unread)} of ${number(rows)} rows are read`);
  }
  return id;
}

interface ReadingBack {
  readonly work: Work;
  readonly place: FeishuPlace;
  readonly target: Target;
  readonly verification_id: number;
  readonly flags: VerifyFlags;
  readonly output: Output;
}

async function readBack(parts: ReadingBack): Promise<Failure | undefined> {
  const { work, place, target, verification_id, flags, output } = parts;
  const { ledger, brake, requests } = work;
  const { find } = target;
  const connection = connectReader(place, target.codes, flags.timeout);
  const common = { clock: systemClock, random: Math.random, brake };
  const max_outage_ms = flags.maxOutage ?? MAX_OUTAGE_MS;
  const end = limitDuration(brake, flags.maxDuration);
  const progress = createProgress(ledger.verifications.counts(verification_id));
  const stopTicking = tick(output, progress.state);
  const observe: Work["observe"] = (event) => {
    if (event.event === "verified") progress.read();
    work.observe(event);
  };
  try {
    return await verifyRows({
      ...common,
      ledger,
      target,
      verification_id,
      is_sample: flags.sample !== undefined,
      find,
      send: connection.at(find.cap_per_s, flags.rate),
      concurrency: flags.concurrency ?? CONCURRENCY,
      limit: flags.limit,
      max_attempts: flags.maxAttempts ?? MAX_ATTEMPTS,
      outage: new Outage({ ...common, observe, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms }),
      observe,
      asked: () => {
        requests.reads += 1;
      },
    });
  } finally {
    stopTicking();
    end();
    await connection.close();
  }
}

function createProgress({ rows, unread }: VerificationCounts): { read(): void; state(): string } {
  const started_ms = systemClock.monotonic_ms();
  let left = unread;
  return {
    read: () => {
      left -= 1;
    },
    state: () => {
      const took_ms = systemClock.monotonic_ms() - started_ms;
      const left_ms = left === unread ? "?" : inWords((took_ms / (unread - left)) * left);
      return `${number(rows - left)} of ${number(rows)} rows read back | ${left_ms} left`;
    },
  };
}

function targetOf(ledger: Ledger, name: string): Target {
  const target = targetNamed(ledger.setup.get()?.target ?? "");
  if (target !== undefined) return target;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "empty_ledger",
    message: `nothing was staged in ${name} yet`,
    hint: "start with hire-import run EXPORT",
  });
}

function refuseFiles(ledger: Ledger, flags: VerifyFlags): void {
  const kept = { ...flags, exports: ledger.sources.all().map(({ path }) => path) };
  refuseOverwrite("-o", flags.output, kept);
  refuseOverwrite("--log-file", flags.logFile, kept);
}
