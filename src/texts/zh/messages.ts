import type { messages as English } from "../en/messages.js";
import { commands } from "./commands.js";
import { detection } from "./detection.js";
import { doubts } from "./doubts.js";
import { drafts } from "./drafts.js";
import { exports } from "./exports.js";
import { findings } from "./findings.js";
import { not_csv } from "./formats.js";
import { ledgers } from "./ledgers.js";
import { machine } from "./machine.js";
import { mappings } from "./mappings.js";
import { plans } from "./plans.js";
import { questions } from "./questions.js";
import { time_formats } from "./time-formats.js";
import { times } from "./times.js";
import { warnings } from "./warnings.js";

/** Every message in Chinese. */
export const messages: typeof English = {
  ...commands,
  ...detection,
  ...doubts,
  ...drafts,
  ...exports,
  ...findings,
  not_csv,
  ...ledgers,
  ...machine,
  ...mappings,
  ...plans,
  ...questions,
  ...time_formats,
  ...times,
  ...warnings,
};
