import type { Answer } from "./answers.js";
import type { Cap } from "./limits.js";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One call that passed the gateway. */
export interface Call {
  /** The last part of the path where the route ends in `:id`, else "". */
  readonly id: string;
  readonly query: URLSearchParams;
  /** An object; empty for routes without a body. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly now_ms: number;
}

/** One API: what Feishu counts, limits and grants by. */
export interface Route {
  /** e.g. `external_application.create` */
  readonly api: string;
  readonly method: Method;
  /** e.g. `/open-apis/hire/v1/external_applications/:id` */
  readonly path: string;
  readonly takes_body: boolean;
  /** Null: the endpoint asks for no token and no scope, and no address is refused. */
  readonly scope: string | null;
  /** Null: not capped. */
  readonly cap: Cap | null;
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
  if (!pattern.endsWith("/:id")) return pattern === path ? "" : null;
  const stem = pattern.slice(0, -":id".length);
  const id = path.slice(stem.length);
  return path.startsWith(stem) && id !== "" && !id.includes("/") ? id : null;
}
