import { basename } from "node:path";
import type { VerifyResult } from "../../../app/verify.js";
import { csvLine, UTF8_BOM } from "../../../csv/file/write.js";
import type { Ledger } from "../../../ledger/open.js";
import type { Difference, VerificationCounts, VerificationLine } from "../../../ledger/rows/verifications.js";
import { NO_REQUESTS } from "../../../ledger/runs/runs.js";
import { EXIT } from "../../../model/exit.js";
import { rowsOf } from "../../../model/status.js";
import { cutShort, printable } from "../../../model/text.js";
import { padded, widthOf } from "../../../model/width.js";
import type { CommandResult } from "../../command-result.js";
import { exportFacts, orphanFacts } from "../../facts.js";
import { commandLine, DEFAULT_MAPPING, ledgerFlag, type PlaceFlags, placeFlags, sameLine } from "../../next.js";
import { number } from "../../numbers.js";
import type { Output } from "../../output.js";
import { asText } from "../../problems-file.js";
import { printExports, printOrphans } from "../../summary.js";
import type { AfterwardsTexts } from "../../texts/en/afterwards.js";
import { workFacts } from "../../work-facts.js";
import { nextOfLedger } from "../../work-result.js";
import { writeWhole } from "../../write-file.js";

const FINDINGS_SHOWN = 20;
const FINDINGS_TOLD = 100;
const COLUMNS = ["verdict", "key", "export", "line", "subject", "remote_id", "field", "ours", "theirs"];

interface Named extends PlaceFlags {
  readonly ledger: string;
  readonly sample?: number;
}

export interface VerifyResultParts {
  readonly result: VerifyResult;
  readonly ledger: Ledger;
  readonly flags: Named;
  readonly argv: readonly string[];
}

/** One thing to tell: a field that differs, a row that is missing, a record that is nobody's. */
interface Finding {
  readonly verdict: VerificationLine["verdict"];
  readonly key: string | null;
  readonly export: string | null;
  readonly line: number | null;
  readonly subject: string;
  readonly remote_id: string | null;
  readonly field: string | null;
  readonly ours: string | number | null;
  readonly theirs: string | number | null;
}

export function verifyResult(parts: VerifyResultParts): CommandResult {
  const { result, ledger, flags } = parts;
  const { unread, verification_id, target } = result;
  const { exit, rows, counts, requests, seconds, stop } = workFacts(result, ledger);
  const exports = { ...exportFacts(ledger), ...orphanFacts(ledger) };
  const { verifications } = ledger;
  const verified = verifications.counts(verification_id);
  const differing_fields = verifications.differingFields(verification_id);
  const findings = verifications.findings(verification_id, FINDINGS_TOLD).flatMap(findingsOf).map(cut);
  const { sample = null } = flags;
  return {
    exit,
    facts: {
      target: target.name,
      ledger: flags.ledger,
      rows,
      counts,
      requests,
      verified: { ...verified, sample },
      differing_fields,
      findings: findings.filter(({ verdict }) => verdict !== "unread").slice(0, FINDINGS_TOLD),
      ...(unread === undefined ? {} : { unread_because: unread }),
      ...exports,
      seconds,
    },
    stop,
    next: nextOf(parts, findings),
    print: (output) => {
      const { texts } = output;
      const { afterwards: t } = texts;
      printCounts(output, verified);
      for (const finding of findings.slice(0, FINDINGS_SHOWN)) output.result(printable(`  ${sentence(finding, t)}`));
      const more = findings.length - FINDINGS_SHOWN;
      if (more > 0) output.result(`  ${t.more_findings}`);
      if (unread !== undefined) {
        const { message, hint } = texts.say(unread);
        output.problem(t.not_read_back(message), hint);
      }
      output.result(t.pages(requests.reads, seconds * 1000));
      printExports(output, exports);
      printOrphans(output, exports);
    },
  };
}

function nextOf({ result, ledger, flags, argv }: VerifyResultParts, findings: readonly Finding[]): string | undefined {
  // What was read of a sample alone is no sign-off, but all that was asked for.
  if (result.exit === EXIT.ok) return commandLine(["report", "-o", "report.html", ...ledgerFlag(flags.ledger)]);
  const wrong = findings.find(({ verdict, key }) => key !== null && verdict !== "unread");
  const is_whole = ledger.verifications.counts(result.verification_id).unread === 0;
  if (is_whole && wrong === undefined && ledger.given_exports.unread().length > 0) {
    return nextOfLedger(result.exit, ledger, { ...flags, mapping: DEFAULT_MAPPING }, false);
  }
  if (!is_whole || wrong === undefined) return sameLine(argv);
  return commandLine(["explain", "--remote", ...placeFlags(flags), ...ledgerFlag(flags.ledger)], [wrong.key ?? ""]);
}

function printCounts(output: Output, counts: VerificationCounts): void {
  const { paint, texts } = output;
  const { afterwards: t } = texts;
  const { rows, unread, same, differing, missing, beyond, doubles } = counts;
  const read = t.read_back(rows - unread, rows);
  output.result(read.replace(/[\d,]+/, (first) => paint.bold(first)));
  const width = Math.max(9, ...Object.values(t.verified).map(widthOf));
  const say = (color: (text: string) => string, what: string, count: number, more = "") => {
    if (count > 0) output.result(`  ${color(padded(what, width))} ${number(count).padStart(10)}${more}`);
  };
  say(paint.green, t.verified.same, same);
  say(paint.red, t.verified.differing, differing);
  say(paint.red, t.verified.missing, missing);
  say(paint.yellow, t.verified.unread, unread);
  say(paint.yellow, t.verified.beyond, beyond - doubles, `  ${t.not_ours}`);
  say(paint.red, t.verified.doubles, doubles, `  ${t.look_same}`);
}

function sentence(finding: Finding, t: AfterwardsTexts): string {
  const { verdict, key, export: from, line, subject, remote_id, field, ours, theirs } = finding;
  const row = t.row(cutShort(key ?? ""), from ?? "", line ?? 0);
  const text = (value: string | number | null) => (value === null ? null : String(value));
  switch (verdict) {
    case "differing":
      return t.differs(row, field ?? "", text(theirs), text(ours));
    case "missing":
      return t.is_missing(row, remote_id);
    case "double":
      return t.is_double(row, remote_id, subject);
    default:
      return t.is_beyond(remote_id, subject);
  }
}

function findingsOf(line: VerificationLine): Finding[] {
  const { verdict, detail, path, key, subject, remote_id } = line;
  const facts = { verdict, key, export: path === null ? null : basename(path), line: line.line, subject, remote_id };
  if (verdict === "differing") {
    return (JSON.parse(detail ?? "[]") as Difference[]).map((difference) => ({ ...facts, ...difference }));
  }
  return [{ ...facts, field: null, ours: null, theirs: null }];
}

function cut(finding: Finding): Finding {
  const short = (value: string | number | null) => (typeof value === "string" ? cutShort(value) : value);
  return { ...finding, ours: short(finding.ours), theirs: short(finding.theirs) };
}

/** The whole report as a CSV: one line for each row, or for each field in which it differs; values are not cut. */
export async function writeVerification(path: string, lines: Iterable<VerificationLine>): Promise<void> {
  await writeWhole(path, (write) => {
    write(UTF8_BOM + csvLine(COLUMNS));
    for (const each of lines) {
      const is_record = each.verdict === "beyond" || each.verdict === "double";
      for (const { verdict, key, line, subject, remote_id, field, ours, theirs } of findingsOf(each)) {
        const values = [field, ours, is_record ? each.detail : theirs];
        const cells = [verdict, key, each.path, line, subject, remote_id, ...values];
        write(csvLine(cells.map((cell) => asText(String(cell ?? "")))));
      }
    }
  });
}

/** No word of success: nothing was read. */
export function nothingToVerify(ledger: Ledger, flags: Named): CommandResult {
  const counts = ledger.summary.counts();
  const exports = exportFacts(ledger);
  return {
    exit: exports.unread_exports === undefined ? EXIT.ok : EXIT.unfinished,
    facts: {
      target: ledger.setup.get()?.target ?? null,
      ledger: flags.ledger,
      rows: rowsOf(counts),
      counts,
      requests: NO_REQUESTS,
      verified: { rows: 0, same: 0, differing: 0, missing: 0, unread: 0, beyond: 0, doubles: 0, sample: null },
      differing_fields: [],
      findings: [],
      ...exports,
      seconds: 0,
    },
    next: commandLine(["status", ...ledgerFlag(flags.ledger)]),
    print: (output) => {
      output.result(output.texts.afterwards.nothing_to_verify);
      printExports(output, exports);
    },
  };
}
