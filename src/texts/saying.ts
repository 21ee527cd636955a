import type { Said } from "../model/said.js";
import type { PartToTell, SayMessage, Sentence } from "./catalogue.js";
import { messages } from "./en/messages.js";

type English = typeof messages;
export type MessageId = keyof English;

/** What a message is told with: in the English catalogue its function says so. */
type ParamsOf<Text> = Text extends (params: infer Params, ...rest: never[]) => unknown ? Params : unknown;
type SpokenOf<Text> = Text extends (...params: never[]) => infer Spoken ? Spoken : Text;
/** A text that says what to do, too, or one that does not. */
type ToldOf<Text> = SpokenOf<Text> extends Sentence ? Sentence : { readonly message: string };

export type Told<Id extends MessageId> = ToldOf<English[Id]> & { readonly said: Said };

/** A message with its English words, which programs read; people are told in their own language, from `said`. */
export function saying<Id extends MessageId>(
  id: Id,
  ...[params]: unknown extends ParamsOf<English[Id]> ? [] : [ParamsOf<English[Id]>]
): Told<Id> {
  const said = { id, ...(params as object | undefined) };
  return { ...spoken(messages, said), said } as Told<Id>;
}

type Texts = Readonly<Record<string, unknown>>;

const inEnglish: SayMessage = ({ message, hint = "" }) => ({ message, hint });

/** The message in the words of `texts`; nothing where they do not have it. */
export function spoken(texts: Texts, said: Said, say = inEnglish): Omit<PartToTell, "said" | "reason"> | undefined {
  const text = texts[said.id];
  const words = typeof text === "function" ? text(said, say) : text;
  return typeof words === "string" ? { message: words } : words;
}
