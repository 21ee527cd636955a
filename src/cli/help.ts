import { fileURLToPath } from "node:url";
import type { Command, Help, Option } from "commander";
import { createColors } from "picocolors";
import { padded, widthOf, wrapped } from "../model/width.js";
import { type Example, GROUPS } from "./command.js";
import type { ExitLine } from "./exits.js";
import { COMMON, FEISHU, LIMITS } from "./flags.js";
import { TOPICS_GROUP } from "./help-topics.js";
import type { Language } from "./texts/language.js";
import { helpIsEnglish } from "./texts/zh/usage.js";

/** What stands in a help beside what the parser knows. */
export interface HelpPage {
  readonly examples: readonly Example[];
  readonly exits?: readonly ExitLine[];
  /** Helps are English: who reads another language is led to the page that is not. */
  readonly lang?: Language;
}

const pathOf = (page: string): string => fileURLToPath(new URL(`../../docs/${page}`, import.meta.url));
const DOCUMENTATION = pathOf("README.md");
const OWN = "Flags";
/** In this order they are listed, whatever the order in which they were added. */
const ORDER: readonly string[] = [...GROUPS, TOPICS_GROUP, OWN, LIMITS, FEISHU, COMMON];
/** Of the common flags these are named alone; `help flags` says what they do. */
const NAMED_ALONE = ["--json", "--quiet", "--verbose", "--no-color", "--log-file"];

// The parser takes it out again where there are no colours.
const { bold } = createColors(true);

/** Examples before flags, flags in groups, environment twins in a topic of their own. */
export function layOutHelp(command: Command, page: HelpPage): Command {
  return command.configureHelp({
    formatHelp: (_, help) => {
      const columns = help.helpWidth ?? 80;
      const sections: Section[] = [
        ["Examples", exampleLines(page.examples, columns)],
        ...listsOf(command, help, columns),
        ["Exit codes", exitLines(page.exits ?? [], columns)],
        ["Learn more", learnMore(command)],
      ];
      return [
        ...(page.lang === "zh" ? [`${helpIsEnglish(pathOf("zh/for-hr.md"))}\n`] : []),
        wrapped(help.commandDescription(command), columns),
        "",
        `${bold("Usage:")} ${help.commandUsage(command).replace("[options]", "[flags]")}`,
        ...help
          .visibleArguments(command)
          .map((each) => `  ${help.argumentTerm(each)}: ${help.argumentDescription(each)}`),
        ...sections
          .filter(([, lines]) => lines.length > 0)
          .flatMap(([title, lines]) => ["", bold(`${title}:`), ...lines]),
        "",
      ].join("\n");
    },
  });
}

type Section = readonly [title: string, lines: readonly string[]];

/** Commands and flags, each by its group, all of them in the same columns. */
function listsOf(command: Command, help: Help, columns: number): Section[] {
  const commands = help.visibleCommands(command).map((each) => ({
    group: each.helpGroup(),
    term: each.name(),
    text: help.subcommandDescription(each),
  }));
  const flags = help.visibleOptions(command);
  const named_alone = flags.filter(
    ({ long, helpGroupHeading }) => helpGroupHeading === COMMON && NAMED_ALONE.includes(long ?? ""),
  );
  const explained = flags
    .filter((each) => !named_alone.includes(each))
    .map((each) => ({ group: groupOf(each), term: help.optionTerm(each), text: describe(each) }));
  const items = [...commands, ...explained];
  const width = Math.max(...items.map(({ term }) => widthOf(term)));
  return ORDER.map((title) => {
    const lines = items
      .filter(({ group }) => group === title)
      .map(({ term, text }) => wrapped(`  ${padded(term, width)}  ${text}`, columns, " ".repeat(width + 4)));
    const also = title === COMMON && named_alone.length > 0 ? [alsoLine(named_alone, columns)] : [];
    return [title, [...lines, ...also]];
  });
}

/** `--help`, which the parser adds, is common to all. */
function groupOf({ long, helpGroupHeading }: Option): string {
  return helpGroupHeading ?? (long === "--help" || long === "--version" ? COMMON : OWN);
}

function alsoLine(flags: readonly Option[], columns: number): string {
  return wrapped(
    `  also ${flags.map(({ short, long }) => short ?? long).join(", ")}: hire-import help flags`,
    columns,
    "  ",
  );
}

/** Its default and its choices; the parser's own words have the environment, too. */
function describe(option: Option): string {
  const { description, argChoices: choices, defaultValue } = option;
  const notes = [
    ...(choices === undefined ? [] : [choices.join(", ")]),
    ...(defaultValue === undefined || option.isBoolean() ? [] : [`default: ${defaultValue}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
}

/** What they do beside them where that fits, else above. */
function exampleLines(examples: readonly Example[], columns: number): string[] {
  const width = Math.max(...examples.map(([, line]) => widthOf(line)));
  const beside = examples.map(([does, line]) => `  $ hire-import ${padded(line, width)}  # ${does}`);
  if (beside.every((line) => widthOf(line) <= columns)) return beside;
  return examples.flatMap(([does, line]) => [`  # ${does}`, `  $ hire-import ${line}`]);
}

function exitLines(exits: readonly ExitLine[], columns: number): string[] {
  const told = exits.filter(({ is_told }) => is_told);
  const others = exits.filter(({ is_told }) => !is_told).map(({ exit }) => exit);
  const also = others.length === 0 ? [] : [`  also ${others.join(", ")}: hire-import help exit-codes`];
  return [
    ...told.map(({ exit, means }) => wrapped(`  ${String(exit).padEnd(3)} ${means}`, columns, " ".repeat(6))),
    ...also.map((line) => wrapped(line, columns, "  ")),
  ];
}

const learnMore = (command: Command): string[] => [
  command.parent === null
    ? "  hire-import <command> --help"
    : "  hire-import help environment: variables in place of flags, and the file .env",
  `  ${DOCUMENTATION}`,
];
