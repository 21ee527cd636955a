import { basename } from "node:path";
import { EXIT } from "../../../model/exit.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { ReportFacts } from "./facts.js";
import { undeletedOf } from "./todo.js";

export interface Verdict {
  /** `good`: imported, read back, nothing left. `open`: something is still to be done. `bad`: to be looked at. */
  readonly tone: "good" | "open" | "bad";
  readonly title: string;
  readonly detail: string;
}

/** The one sentence that somebody signs, of facts alone. */
export function verdictOf(facts: ReportFacts, t: ReportTexts): Verdict {
  const { rows, counts, exit } = facts;
  const say = t.verdicts;
  if (rows === 0 && facts.unread_exports === undefined) {
    return { tone: "open", title: say.empty, detail: say.empty_detail };
  }
  if (exit === EXIT.unfinished) return unfinished(facts, t);
  const imported = say.imported(counts.done, rows);
  if (exit !== EXIT.ok) {
    const statuses = (["in_doubt", "failed", "rejected", "invalid"] as const).filter((each) => counts[each] > 0);
    const sum = statuses.reduce((all, status) => all + counts[status], 0);
    const parts = statuses.map((status) => [t.statuses[status], counts[status]] as const);
    return { tone: "bad", title: say.attention(sum), detail: `${imported}${t.gap}${say.by_status(parts)}` };
  }
  if (counts.done === 0) {
    return { tone: "open", title: say.nothing, detail: `${say.all_left_out(rows)}${t.gap}${leftOut(facts, t)}` };
  }
  return complete(facts, t);
}

function unfinished(facts: ReportFacts, t: ReportTexts): Verdict {
  const { rows, counts, is_running, unasked, waiting_for_parents } = facts;
  const say = t.verdicts;
  const [unread, ...others] = facts.unread_exports ?? [];
  const left = counts.pending + counts.sending + unasked + waiting_for_parents;
  const imported = say.imported(counts.done, rows);
  if (left === 0) {
    const title = unread === undefined ? say.running : say.unread(basename(unread.export), others.length);
    return { tone: "open", title, detail: `${imported}${t.gap}${say.partial}` };
  }
  const details = [
    imported,
    ...(unasked > 0 ? [say.unasked(unasked)] : []),
    ...(waiting_for_parents > 0 ? [say.waiting(waiting_for_parents)] : []),
    ...(is_running ? [say.snapshot] : []),
  ];
  return { tone: "open", title: say.to_send(left), detail: details.join(t.gap) };
}

/** Nothing is left to send: what counts now is whether Feishu shows it. */
function complete(facts: ReportFacts, t: ReportTexts): Verdict {
  const { counts, changed, verified, verification, is_readable, orphaned } = facts;
  const say = t.verdicts;
  const { missing = 0, doubles = 0, differing = 0 } = verification ?? {};
  const undeleted = undeletedOf(facts);
  const orphans = orphaned?.count ?? 0;
  const copies = facts.may_be_twice?.count ?? 0;
  // Of what cannot be read nobody knows.
  const has_parents = orphans === 0 && (orphaned?.unread ?? []).length === 0;
  const details = [
    ...(counts.skipped > 0 ? [leftOut(facts, t)] : []),
    ...(changed > 0 ? [say.changed(changed)] : []),
    ...(orphans > 0 ? [say.orphaned(orphans)] : []),
    ...(copies > 0 ? [say.copies(copies)] : []),
    ...(undeleted > 0 ? [say.undeleted(undeleted)] : []),
    ...(facts.left_out_exports ?? []).map(({ export: path }) => say.export_left_out(basename(path))),
  ];
  if (missing + doubles + differing > 0) {
    const detail = [say.found(missing, doubles, differing), ...details].join(t.gap);
    return { tone: "bad", title: say.different, detail };
  }
  // What nobody can read back is signed as what it is.
  const is_good = (verified === counts.done || !is_readable) && changed === 0 && undeleted === 0 && has_parents;
  return {
    tone: is_good ? "good" : "open",
    title: say.complete(counts.done, counts.skipped, is_readable ? verified : null),
    detail: details.join(t.gap),
  };
}

function leftOut({ counts, skips }: ReportFacts, t: ReportTexts): string {
  const by_kind = new Map<string, number>();
  for (const { kind, count } of skips) by_kind.set(kind, (by_kind.get(kind) ?? 0) + count);
  const parts = Array.from(by_kind, ([kind, rows]) => t.skips[kind]?.(rows) ?? `${rows} ${kind}`);
  return t.verdicts.left_out(counts.skipped, parts);
}
