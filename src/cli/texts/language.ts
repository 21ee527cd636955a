export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** By the locale of the environment, as the C library looks for it. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((each) => (each ?? "") !== "");
  return /^zh/i.test(locale ?? "") ? "zh" : "en";
}
