import { type Answer, throttled, tokenInvalid } from "./answers.js";
import type { App } from "./app.js";
import type { Auth } from "./auth.js";
import type { FaultName } from "./faults.js";
import { createWindow, type RateWindow, type WindowKind } from "./limits.js";
import type { Route } from "./route.js";

/** The answer to a request, and the fault that made or spoils it. */
export interface Outcome {
  readonly answer: Answer;
  readonly fault: FaultName | null;
}

export interface Gateway {
  /**
   * Null lets the request through and counts it against its API's cap. A refused request has not acted, and a
   * throttled one does not count.
   */
  admit(route: Route, authorization: string | undefined, now_ms: number, fault: FaultName | null): Outcome | null;
}

const GATEWAY_FAULTS: readonly (FaultName | null)[] = ["throttle", "throttle_400", "token_dead"];

/** True for the faults that the gateway itself makes; the others spoil what comes after it. */
export function isGatewayFault(fault: FaultName | null): boolean {
  return GATEWAY_FAULTS.includes(fault);
}

const FAULT_RESET_S = 1;

export function createGateway(kind: WindowKind, app: App, auth: Auth): Gateway {
  const windows = new Map<string, RateWindow>();

  function windowOf(route: Route): RateWindow | null {
    if (!route.cap) return null;
    const known = windows.get(route.api);
    if (known) return known;
    const fresh = createWindow(kind, route.cap);
    windows.set(route.api, fresh);
    return fresh;
  }

  function faultAnswer(route: Route, authorization: string | undefined, fault: FaultName | null): Answer | null {
    const limit = [route.cap ?? []].flat()[0]?.requests ?? 1;
    if (fault === "throttle") return throttled(429, limit, FAULT_RESET_S);
    if (fault === "throttle_400") return throttled(400, limit, FAULT_RESET_S);
    if (fault !== "token_dead" || route.scopes === null) return null;
    auth.revoke(authorization);
    return tokenInvalid();
  }

  return {
    admit(route, authorization, now_ms, fault) {
      const { scopes } = route;
      const refused = scopes === null ? null : (auth.check(authorization, now_ms) ?? app.refusal(scopes));
      if (refused) return { answer: refused, fault: null };
      const faulty = faultAnswer(route, authorization, fault);
      if (faulty) return { answer: faulty, fault };
      const window = windowOf(route);
      const reset_s = window?.take(now_ms) ?? 0;
      return window && reset_s > 0 ? { answer: throttled(429, window.cap.requests, reset_s), fault: null } : null;
    },
  };
}
