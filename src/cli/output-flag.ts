import { Option } from "commander";

// What a call writes where has no environment twin: one that was left there would overwrite another command's file.
export const outputFlag = (description: string): Option => new Option("-o, --output <file>", description);
