import { basename } from "node:path";
import { EXIT } from "../../model/exit.js";
import { counted, number } from "../numbers.js";
import type { ReportFacts } from "./facts.js";

export interface Verdict {
  /** `good`: nothing is left. `open`: not finished yet. `bad`: finished, and somebody has to look. */
  readonly tone: "good" | "open" | "bad";
  readonly title: string;
  readonly detail: string;
}

/** The one sentence that somebody signs. */
export function verdictOf(facts: ReportFacts): Verdict {
  const { rows, counts, exit, place, is_running, unasked } = facts;
  const [unread, ...more_unread] = facts.unread_exports ?? [];
  if (rows === 0 && unread === undefined) {
    return { tone: "open", title: "No row has been read yet", detail: "This ledger is empty." };
  }
  const where = place === "sandbox" ? "the simulated Feishu Hire: this was a rehearsal" : "Feishu Hire";
  const held = `${number(counts.done)} of ${counted(rows, "row is", "rows are")} in ${where}.`;
  const left_over = counts.pending + counts.sending + unasked;
  if (exit === EXIT.unfinished && left_over === 0) {
    const detail = `${held} What is counted here is not all of it.`;
    if (unread === undefined) return { tone: "open", title: "Not finished: a run is at work", detail };
    const others =
      more_unread.length === 0 ? "" : ` and ${counted(more_unread.length, "other export", "other exports")}`;
    const is_or_are = more_unread.length === 0 ? "has" : "have";
    const title = `Not finished: ${basename(unread.export)}${others} ${is_or_are} not been read to the end`;
    return { tone: "open", title, detail };
  }
  if (exit === EXIT.unfinished) {
    const left = counted(left_over, "row is", "rows are");
    const who = unasked > 0 ? ` Of ${number(unasked)} Feishu has yet to be asked who the person is.` : "";
    const now = is_running ? " A run is at work: this page shows one moment of it." : "";
    return { tone: "open", title: `Not finished: ${left} still to be sent`, detail: `${held}${who}${now}` };
  }
  const problems = [
    ...(counts.in_doubt > 0 ? [`${number(counts.in_doubt)} in doubt`] : []),
    ...(counts.failed > 0 ? [`${number(counts.failed)} failed`] : []),
    ...(counts.rejected > 0 ? [`${number(counts.rejected)} rejected`] : []),
    ...(counts.invalid > 0 ? [`${number(counts.invalid)} invalid`] : []),
  ];
  if (exit !== EXIT.ok) {
    const { in_doubt, failed, rejected, invalid } = counts;
    const title = `${counted(in_doubt + failed + rejected + invalid, "row needs", "rows need")} somebody`;
    return { tone: "bad", title, detail: `${held} ${problems.join(", ")}.` };
  }
  return seen(facts, held);
}

/** Every row has come to its end. What was read back afterwards has the last word. */
function seen(facts: ReportFacts, held: string): Verdict {
  const { rows, counts, verification } = facts;
  if (counts.done === 0) {
    return {
      tone: "open",
      title: "No row is in Feishu Hire",
      detail: rows === 1 ? "The only row was left out." : `All ${number(rows)} rows were left out.`,
    };
  }
  const { missing = 0, doubles = 0, differing = 0 } = verification ?? {};
  if (missing + doubles + differing > 0) {
    const found = [
      ...(missing > 0 ? [`${number(missing)} missing`] : []),
      ...(doubles > 0 ? [`${number(doubles)} doubled`] : []),
      ...(differing > 0 ? [`${number(differing)} with other content`] : []),
    ];
    const detail = `${held} Read back afterwards: ${found.join(", ")}.`;
    return { tone: "bad", title: "Every row was accepted, but Feishu Hire shows something else now", detail };
  }
  const exports_left_out = (facts.left_out_exports ?? []).map(({ export: path }) => ` ${basename(path)} was left out.`);
  const left_out = counts.skipped > 0 ? ` The other ${number(counts.skipped)} were left out on purpose.` : "";
  return {
    tone: "good",
    title: "Every row is there, exactly once",
    detail: `${held}${left_out}${exports_left_out.join("")}`,
  };
}
