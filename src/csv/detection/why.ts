import { type MessageId, saying } from "../../texts/saying.js";
import type { Finding } from "../file/detected.js";

/** Why something was found out about how an export is written. */
export function why<Id extends MessageId>(
  ...given: Parameters<typeof saying<Id>>
): Pick<Finding<unknown>, "reason" | "said"> {
  const { message: reason, said } = saying(...given);
  return { reason, said };
}
