import type { Answer } from "./answers.js";
import type { Cap } from "./limits.js";
import type { UploadedFile } from "./read-upload.js";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One call that passed the gateway. */
export interface Call {
  /** What stands for `:id` in the route's path, decoded; "" where it has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** An object; empty for routes without a body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** For routes that take one. */
  readonly file?: UploadedFile;
  readonly now_ms: number;
}

/** One API: what Feishu counts, limits and grants by. */
export interface Route {
  /** e.g. `external_application.create` */
  readonly api: string;
  readonly method: Method;
  /** e.g. `/open-apis/hire/v1/external_applications/:id`; one `:id` at most, a whole part. */
  readonly path: string;
  readonly takes_body: boolean;
  /** A form with one file in the place of JSON. */
  readonly takes_file?: true;
  /** Any one of them opens it. Null: the endpoint asks for no token and no scope, and no address is refused. */
  readonly scopes: readonly string[] | null;
  /** Null: not capped. Several: whichever is met first. */
  readonly cap: Cap | readonly Cap[] | null;
  act(call: Call): Answer;
}

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly id: string }
  | { readonly kind: "wrong_method" }
  | { readonly kind: "no_such_path" };

export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  let known_path = false;
  for (const route of routes) {
    const id = idIn(route.path, path);
    if (id === null) continue;
    if (route.method === method) return { kind: "route", route, id };
    known_path = true;
  }
  return { kind: known_path ? "wrong_method" : "no_such_path" };
}

/** What stands for `:id`, "" for a path without it, null if the path is another one. */
function idIn(pattern: string, path: string): string | null {
  const [stem = "", tail] = pattern.split(":id");
  if (tail === undefined) return pattern === path ? "" : null;
  if (path.length <= stem.length + tail.length || !path.startsWith(stem) || !path.endsWith(tail)) return null;
  const id = path.slice(stem.length, path.length - tail.length);
  return id.includes("/") ? null : decoded(id);
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
