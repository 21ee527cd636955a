import pLimit from "p-limit";
import { EXIT } from "../../model/exit.js";
import type { Reply } from "../../model/reply.js";
import { cutShort } from "../../model/text.js";
import type { Reference } from "../../targets/target.js";
import type { Door, Finding } from "./preflight.js";
import type { Sample } from "./sample.js";

/** Answers take their time: so many questions are under way at once. */
const IN_FLIGHT = 16;
const SHOWN = 3;

/** Asks whether what rows refer to is in Feishu. Throws a `ExitError` where Feishu is out of reach. */
export async function askReferences(door: Door, reference: Reference, sample: Sample): Promise<Finding> {
  const limit = pLimit(IN_FLIGHT);
  const ids = sample.texts();
  if (ids.length === 0) {
    const message = `no ${reference.many} to look up in these exports`;
    return { check: reference.many, verdict: "note", message, asked: 0, absent: [], exit: EXIT.ok };
  }
  const ask = async (id: string) => ({ id, reply: await door.ask(reference.request(id), reference.cap_per_s) });
  const answers = await Promise.all(ids.map((id) => limit(ask, id)));
  const absent = answers.filter(({ reply }) => saysAbsent(reply, reference)).map(({ id }) => id);
  const unread = answers.flatMap(({ reply }) => (reply.ok || saysAbsent(reply, reference) ? [] : [reply.failure]));
  const { many, warning } = reference;
  const sampled = sample.is_all ? many : `sampled ${many}`;
  const about = { check: many, asked: ids.length - unread.length, absent };
  if (absent.length > 0) {
    const shown = absent.slice(0, SHOWN).map((id) => cutShort(id));
    const more = absent.length > SHOWN ? ` and ${absent.length - SHOWN} more` : "";
    return {
      ...about,
      verdict: "bad",
      message: `${absent.length} of ${about.asked} ${sampled} are not in Feishu Hire: ${shown.join(", ")}${more}`,
      hint: warning.hint,
      exit: EXIT.some_rows_failed,
    };
  }
  const [failure] = unread;
  if (failure !== undefined) {
    const { message, hint } = failure;
    const exit = failure.kind === "refused_us" ? EXIT.refused_us : EXIT.unreachable;
    return { ...about, verdict: "not_known", message: `${many} could not be asked for: ${message}`, hint, exit };
  }
  const message = `${about.asked} of ${about.asked} ${sampled} exist in Feishu Hire`;
  return { ...about, verdict: "good", message, exit: EXIT.ok };
}

function saysAbsent(reply: Reply, { absent }: Reference): boolean {
  return !reply.ok && reply.code !== undefined && absent.includes(reply.code);
}
