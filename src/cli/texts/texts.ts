import type { Told } from "../../ledger/file/failures.js";
import type { Failure } from "../../model/failure.js";
import type { Reason } from "../../model/reason.js";
import { type PartToTell, type Sentence, sentenceOf } from "../../texts/catalogue.js";
import { saying, spoken } from "../../texts/saying.js";
import { codeText } from "../../texts/zh/codes.js";
import { label } from "../../texts/zh/labels.js";
import { messages } from "../../texts/zh/messages.js";
import { reasons } from "../../texts/zh/reasons.js";
import { type AfterwardsTexts, afterwards } from "./en/afterwards.js";
import { type CheckTexts, check, type WarningsTexts, warnings } from "./en/check.js";
import { type ContentsTexts, contents } from "./en/contents.js";
import { type HistoryTexts, history } from "./en/history.js";
import { type InitTexts, init } from "./en/init.js";
import { type ReadingTexts, readings } from "./en/readings.js";
import { type ReportTexts, report } from "./en/report.js";
import { type StepTexts, steps } from "./en/steps.js";
import { type StoryTexts, story } from "./en/story.js";
import { type SummaryTexts, summary } from "./en/summary.js";
import { type TerminalTexts, terminal } from "./en/terminal.js";
import type { Language } from "./language.js";
import { afterwards as zh_afterwards } from "./zh/afterwards.js";
import { check as zh_check, warnings as zh_warnings } from "./zh/check.js";
import { contents as zh_contents } from "./zh/contents.js";
import { history as zh_history } from "./zh/history.js";
import { init as zh_init } from "./zh/init.js";
import { readings as zh_readings } from "./zh/readings.js";
import { report as zh_report } from "./zh/report.js";
import { steps as zh_steps } from "./zh/steps.js";
import { story as zh_story } from "./zh/story.js";
import { summary as zh_summary } from "./zh/summary.js";
import { terminal as zh_terminal } from "./zh/terminal.js";

/** A failure, or what a group of them has in common. */
export type ToBeTold = Told & { readonly code?: number | null | undefined };

/** All that people are told in one language. JSON, logs and the words of files are English in every one. */
export interface Texts {
  readonly lang: Language;
  readonly afterwards: AfterwardsTexts;
  readonly check: CheckTexts;
  readonly contents: ContentsTexts;
  readonly history: HistoryTexts;
  readonly init: InitTexts;
  readonly readings: ReadingTexts;
  readonly report: ReportTexts;
  readonly steps: StepTexts;
  readonly story: StoryTexts;
  readonly summary: SummaryTexts;
  readonly terminal: TerminalTexts;
  readonly warnings: WarningsTexts;
  /** Why something failed, and what to do about it. */
  readonly say: (failure: ToBeTold) => Sentence;
  /** Anything else that the program says; as it is where it comes from elsewhere. */
  readonly tell: (part: PartToTell) => { readonly message: string; readonly hint?: string | undefined };
  /** A choice of a field of Feishu's, by the target's English word for it. */
  readonly label: (english: string) => string;
  /** `rest` of what is said of `place`, e.g. of a column. */
  readonly about: (place: string, rest: string) => string;
  readonly quoted: (value: string) => string;
  readonly between: string;
  /** Between the items of a list. */
  readonly comma: string;
}

function tellInChinese(part: PartToTell): Sentence {
  const { message, hint = "", reason, said = reason } = part;
  if (said === undefined) return { message, hint };
  if (said.id in reasons) return sentenceOf(reasons, said as Reason);
  const told = spoken(messages, said, tellInChinese);
  return { message: told?.message ?? message, hint: told?.hint ?? hint };
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    lang: "en",
    afterwards,
    check,
    contents,
    history,
    init,
    readings,
    report,
    steps,
    story,
    summary,
    terminal,
    warnings,
    say: ({ message, hint }) => ({ message, hint }),
    tell: ({ message, hint }) => ({ message, hint }),
    label: (english) => english,
    about: (place, rest) => `${place}: ${rest}`,
    quoted: (value) => ` “${value}”`,
    between: "; ",
    comma: ", ",
  },
  zh: {
    lang: "zh",
    afterwards: zh_afterwards,
    check: zh_check,
    contents: zh_contents,
    history: zh_history,
    init: zh_init,
    readings: zh_readings,
    report: zh_report,
    steps: zh_steps,
    story: zh_story,
    summary: zh_summary,
    terminal: zh_terminal,
    warnings: zh_warnings,
    say: ({ reason, message, hint, code = null }) =>
      // What 0.2.0 has written is English; Feishu's code says it again.
      reason.id === "as_written" && code !== null ? codeText(code, { message, hint }) : sentenceOf(reasons, reason),
    tell: tellInChinese,
    label,
    about: (place, rest) => `${place}：${rest}`,
    quoted: (value) => `（${value}）`,
    between: "；",
    comma: "、",
  },
};

/** What is one row's own about its failure: the cell's value, or where the others stand; "" where there is nothing. */
export function ownWords({ value = "", others }: Failure, { tell }: Texts): string {
  return others === undefined ? value : tell(saying("also_on", { others })).message;
}
