import { targetNamed } from "../../../targets/index.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { Assets } from "./assets.js";
import { causes, left } from "./causes.js";
import { decisions } from "./decisions.js";
import { documentOf, madeAt, type Terms } from "./document.js";
import type { ReportFacts } from "./facts.js";
import { afterwards, doubts, runs } from "./history.js";
import { pace } from "./pace.js";
import type { Todo } from "./todo.js";
import { files, totals } from "./totals.js";
import { verdictOf } from "./verdict.js";

/** The whole page: self-contained, nothing is loaded from anywhere. */
export function pageOf(facts: ReportFacts, todos: readonly Todo[], assets: Assets, t: ReportTexts): string {
  const title = t.title(t.titles[facts.target] ?? targetNamed(facts.target)?.title ?? facts.target);
  return documentOf({
    title,
    verdict: verdictOf(facts, t),
    is_rehearsal: facts.is_rehearsal,
    about: aboutOf(facts, t),
    sections: [
      totals(facts, t),
      left(todos, t),
      causes(facts, t),
      decisions(facts, t),
      files(facts, t),
      pace(facts, t),
      doubts(facts, t),
      afterwards(facts, t),
      runs(facts, t),
    ],
    version: facts.version,
    made_at_ms: facts.made_at_ms,
    assets,
    t,
  });
}

function aboutOf({ place, app_id, ledger, made_at_ms, target }: ReportFacts, { head: say }: ReportTexts): Terms {
  return [
    [say.target, target],
    [say.place, place ?? say.nothing_sent],
    ...(app_id === null ? [] : [[say.app, app_id] as const]),
    [say.ledger, ledger],
    madeAt(made_at_ms, say.made),
  ];
}
