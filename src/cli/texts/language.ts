export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** By the environment's locale, as the C library looks for it. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((each) => (each ?? "") !== "");
  return /^zh/i.test(locale ?? "") ? "zh" : "en";
}

/** Before the line is parsed: what it says itself, else its environment. What is none of ours is refused later. */
export function languageTyped(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const typed = argv.flatMap((word, index) =>
    word === "--lang" ? (argv[index + 1] ?? []) : (/^--lang=(.*)$/.exec(word)?.[1] ?? []),
  );
  const named = typed.at(-1) ?? env.HIRE_IMPORT_LANG;
  return LANGUAGES.find((each) => each === named) ?? languageOf(env);
}
