import pLimit from "p-limit";
import { EXIT } from "../../model/exit.js";
import type { Reply } from "../../model/reply.js";
import { cutShort } from "../../model/text.js";
import type { Reference } from "../../targets/target.js";
import { saying } from "../../texts/saying.js";
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
    const told = saying("none_to_look_up", { many: reference.many });
    return { check: reference.many, verdict: "note", ...told, asked: 0, absent: [], exit: EXIT.ok };
  }
  const ask = async (id: string) => ({ id, reply: await door.ask(reference.request(id), reference.cap_per_s) });
  const answers = await Promise.all(ids.map((id) => limit(ask, id)));
  const absent = answers.filter(({ reply }) => saysAbsent(reply, reference)).map(({ id }) => id);
  const unread = answers.flatMap(({ reply }) => (reply.ok || saysAbsent(reply, reference) ? [] : [reply.failure]));
  const { many, warning } = reference;
  const sampled = { many, asked: ids.length - unread.length, is_sample: !sample.is_all };
  const about = { check: many, asked: ids.length - unread.length, absent };
  if (absent.length > 0) {
    const shown = absent.slice(0, SHOWN).map((id) => cutShort(id));
    const more = absent.length - shown.length;
    return {
      ...about,
      verdict: "bad",
      ...saying("some_absent", { ...sampled, absent: absent.length, shown, more, advice: warning }),
      exit: EXIT.some_rows_failed,
    };
  }
  const [failure] = unread;
  if (failure !== undefined) {
    const exit = failure.kind === "refused_us" ? EXIT.refused_us : EXIT.unreachable;
    return { ...about, verdict: "not_known", ...saying("not_asked_for", { many, why: failure }), exit };
  }
  return { ...about, verdict: "good", ...saying("all_exist", sampled), exit: EXIT.ok };
}

function saysAbsent(reply: Reply, { absent }: Reference): boolean {
  return !reply.ok && reply.code !== undefined && absent.includes(reply.code);
}
