import type {
  CellReasons,
  FeishuReasons,
  NetworkCause,
  Reason,
  ReasonParams,
  RecordReasons,
  RowReasons,
} from "../model/reason.js";
import type { Said } from "../model/said.js";

/** What is wrong, and what to do about it. */
export interface Sentence {
  readonly message: string;
  readonly hint: string;
}

/** Says one reason within another. */
export type Say = (reason: Reason) => Sentence;

/** Says a message or a reason that is a part of another, in the language of the whole. */
export type SayMessage = (part: PartToTell) => Sentence;

/** What stands within a message: its English words, and what to say it in another language from. */
export interface PartToTell {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly said?: Said | undefined;
  readonly reason?: Said | undefined;
}

/** A sentence for each reason, a function of its parameters where it has some. */
type Sentences<Params> = {
  readonly [Id in keyof Params]: keyof Params[Id] extends never ? Sentence : (params: Params[Id], say: Say) => Sentence;
};

export type NetworkTexts = Readonly<Record<NetworkCause, Sentence>>;
export type RecordTexts = Sentences<RecordReasons>;
export type CellTexts = Sentences<CellReasons>;
export type RowTexts = Sentences<RowReasons>;
export type FeishuTexts = Sentences<FeishuReasons>;
export type ReasonTexts = Sentences<ReasonParams>;

/** The sentence of a reason in the language of `texts`. */
export function sentenceOf(texts: ReasonTexts, reason: Reason): Sentence {
  const say: Say = (inner) => sentenceOf(texts, inner);
  const text = texts[reason.id] as Sentence | ((params: Reason, say: Say) => Sentence) | undefined;
  // A ledger's word that this version does not have.
  if (text === undefined) return { message: reason.id, hint: "" };
  return typeof text === "function" ? text(reason, say) : text;
}
