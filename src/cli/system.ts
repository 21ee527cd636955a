import type { AppContext } from "../app/context.js";
import type { Connect } from "../app/feishu.js";
import type { Question } from "../app/question.js";
import { Brake } from "../engine/calls/brake.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { systemClock } from "./clock.js";
import { VERSION } from "./version.js";

/** Over the network; what that takes is loaded once something is to be asked: it is half of a short command's time. */
const connect: Connect = async (place, options) => {
  const { overNetwork } = await import("../app/connect.js");
  return overNetwork({ clock: systemClock, version: VERSION, environment: process.env })(place, options);
};

/** Nobody has said how somebody is asked. */
async function refuse({ question }: Question): Promise<void> {
  throw new ExitError({
    exit: EXIT.usage,
    kind: "needs_confirm",
    message: `Nothing was sent: nobody was there to confirm (${question})`,
    hint: "Give the context a `confirm` that asks a person, or that agrees",
  });
}

/**
 * A context for one call of a use case in this process: its clock, its chance, the network as `process.env` names its
 * proxies. Each part can be replaced. Unless `confirm` is given, whatever has to be agreed on is refused.
 */
export function systemContext(parts: Partial<AppContext> = {}): AppContext {
  return {
    clock: systemClock,
    random: Math.random,
    version: VERSION,
    process_id: process.pid,
    brake: new Brake(),
    observe: () => undefined,
    confirm: refuse,
    connect,
    ...parts,
  };
}
