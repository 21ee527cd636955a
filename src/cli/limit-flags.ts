import type { Command } from "commander";
import { flag, LIMITS } from "./flags.js";
import { duration, positiveNumber, wholeNumber } from "./values.js";

/** What a call that reads back or deletes takes on at most. `what` it does to each. */
export const limitFlags = (command: Command, what: string): Command =>
  command
    .addOption(flag("--limit <n>", `${what} at most n, then stop`).argParser(wholeNumber).helpGroup(LIMITS))
    .addOption(flag("--max-duration <time>", "stop after this time, e.g. 8h").argParser(duration).helpGroup(LIMITS))
    .addOption(
      flag("--max-attempts <n>", "attempts for each one (default: 5)").argParser(wholeNumber).helpGroup(LIMITS),
    )
    .addOption(
      flag("--rate <n>", "requests a second, at most Feishu's cap").argParser(positiveNumber).helpGroup(LIMITS),
    );
