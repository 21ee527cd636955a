import type { FailureKind } from "../model/failure.js";

/** The kinds that a number of Feishu's can mean. */
export type CodeKind = Extract<
  FailureKind,
  "throttled" | "token_dead" | "refused_us" | "refused" | "system_error" | "busy"
>;

export interface CodeMeaning {
  readonly kind: CodeKind;
  /** What is wrong, in plain words: the message of the failure. */
  readonly meaning: string;
  /** What to do about it. */
  readonly hint: string;
  /** Feishu's own words belong to the message, because only they say what the cause is. */
  readonly feishu_says_more?: true;
}

/** Refuses the caller's address, whatever is asked; the token endpoint issues tokens all the same. */
export const ADDRESS_REFUSED = 99991401;
/** Refuse what is asked for because the app, or its token, lacks a scope. */
export const SCOPE_REFUSED: readonly number[] = [99991672, 99991676];

/** Feishu's numbers and what they mean to us. */
export type CodeTable = ReadonlyMap<number, CodeMeaning>;

/** A table from a literal. */
export function codeTable(entries: Readonly<Record<number, CodeMeaning>>): CodeTable {
  return new Map(Object.entries(entries).map(([code, meaning]) => [Number(code), meaning]));
}

/** One table of several. A number that two of them explain is a bug, and thrown. */
export function mergeCodes(...tables: readonly CodeTable[]): CodeTable {
  const merged = new Map<number, CodeMeaning>();
  for (const [code, meaning] of tables.flatMap((table) => [...table])) {
    if (merged.has(code)) throw new Error(`Feishu's code ${code} is explained twice`);
    merged.set(code, meaning);
  }
  return merged;
}

/** What a number means, or nothing for an unknown one. */
export function meaningOf(codes: CodeTable, code: number): CodeMeaning | undefined {
  const known = codes.get(code);
  if (known !== undefined) return known;
  // The generic table names these two hundred as one.
  return code >= 1500 && code <= 1699 ? internalError : undefined;
}

const A_BUG = "This is a bug of hire-import: please report it with the log id.";
const ADMIN = "Ask the administrator of the tenant";

const internalError: CodeMeaning = {
  kind: "busy",
  meaning: "Feishu had an internal error and did not act",
  hint: "It is tried again by itself; if it stays, lower --rate, or give Feishu's support the log id.",
};

const systemError: CodeMeaning = {
  kind: "system_error",
  meaning: "Feishu Hire had a system error",
  hint: "It may have acted; the next run resolves that. If it stays, give Feishu's support the log id.",
};

const scopeMissing: CodeMeaning = {
  kind: "refused_us",
  meaning: "The app lacks a permission (scope)",
  hint: "Grant the scope in the developer console, publish a version of the app, then run the same command again.",
};

const wrongCredentials: CodeMeaning = {
  kind: "refused_us",
  meaning: "Feishu does not know this app id and app secret",
  hint:
    "Compare FEISHU_APP_ID and FEISHU_APP_SECRET with the developer console, and the brand: " +
    "an app of Lark needs --base-url https://open.larksuite.com, one of Feishu https://open.feishu.cn.",
};

const userToken: CodeMeaning = {
  kind: "refused_us",
  meaning: "Feishu asks for a user's authorization, and hire-import works as an app",
  hint: "Check that the base URL is Feishu's own API and that the app is self-built; else give Feishu the log id.",
};

/**
 * What every endpoint may answer: the generic error code page (server-docs/api-call-guide/generic-error-code), and
 * what all pages of Hire list. Targets add their own.
 */
export const COMMON_CODES: CodeTable = codeTable({
  99991400: {
    kind: "throttled",
    meaning: "Feishu throttled the request",
    hint: "It is sent again by itself, a little slower.",
  },
  99991403: {
    kind: "refused_us",
    meaning: "The tenant's monthly quota of API calls is used up",
    hint: `${ADMIN} for a larger quota, or run the same command again next month.`,
  },
  [ADDRESS_REFUSED]: {
    kind: "refused_us",
    meaning: "This machine's address is not on the app's allow-list",
    hint:
      "Add the public IPv4 address of this machine in the developer console (Security Settings, IP allow-list): the " +
      "one that Feishu sees, behind NAT or a proxy theirs. Whoever runs the network knows it.",
  },
  99991543: wrongCredentials,
  99991661: { kind: "refused_us", meaning: "Feishu saw no access token in the request", hint: A_BUG },
  99991662: {
    kind: "refused_us",
    meaning: "The app is disabled",
    hint: `${ADMIN} to enable it, then run the same command again.`,
  },
  99991663: {
    kind: "token_dead",
    meaning: "Feishu no longer accepts the access token",
    hint: "A new one is fetched by itself.",
  },
  99991664: {
    kind: "token_dead",
    meaning: "Feishu no longer accepts the app's access token",
    hint: "A new one is fetched by itself.",
  },
  99991665: {
    kind: "refused_us",
    meaning: "Feishu does not know the tenant of the access token",
    hint: "Check that the app is self-built and installed in the tenant.",
  },
  99991668: userToken,
  99991671: { kind: "refused_us", meaning: "Feishu does not recognise the form of the access token", hint: A_BUG },
  99991672: scopeMissing,
  99991673: {
    kind: "refused_us",
    meaning: "The app is not available in this tenant",
    hint: `${ADMIN} to install and enable it, then run the same command again.`,
  },
  99991676: scopeMissing,
  99991677: userToken,
  99991679: userToken,
  99991201: {
    kind: "refused_us",
    meaning: "Feishu has no API at this path",
    hint: "Check the base URL; with a private deployment, whether it has Feishu Hire.",
  },
  99991301: { kind: "refused_us", meaning: "Feishu's API does not take this HTTP method", hint: A_BUG },
  99992402: {
    kind: "refused",
    meaning: "Feishu refused a field of the payload",
    hint: "Correct the row or the mapping of that field.",
    feishu_says_more: true,
  },
  9499: {
    kind: "refused",
    meaning: "Feishu could not read the request",
    hint: "Correct the row; if it looks right, give Feishu's support the log id.",
    feishu_says_more: true,
  },
  2200: internalError,
  4006: internalError,
  5000: internalError,
  10101: internalError,
  1002001: systemError,
  // Hire's own error code page prints 1002001 with two digits swapped.
  1020001: systemError,
  1002002: {
    kind: "refused",
    meaning: "Feishu refused a parameter",
    hint: "Check the types and lengths of the row's values.",
    feishu_says_more: true,
  },
});

const tokenNotIssued: CodeMeaning = {
  kind: "busy",
  meaning: "Feishu could not issue an access token",
  hint: "It is tried again by itself; if it stays, check the app in the developer console.",
};

/** What the token endpoint alone answers, with HTTP 200 as well as 400. */
export const TOKEN_CODES: CodeTable = codeTable({
  10003: { ...wrongCredentials, meaning: "Feishu does not know this app id, or the app was never published" },
  10012: tokenNotIssued,
  10013: tokenNotIssued,
  10014: { ...wrongCredentials, meaning: "Feishu refuses the app secret, or the app is disabled" },
  10015: { ...wrongCredentials, meaning: "Feishu refuses the app secret" },
});
