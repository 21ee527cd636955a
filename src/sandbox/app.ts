import { type Answer, addressDenied, appDisabled, scopeMissing } from "./answers.js";

/** What the developer console says of the app. */
export interface AppState {
  /** Scopes that the app has not. A scope that is missing takes its `:readonly` part with it. */
  readonly without_scopes: readonly string[];
  /** False: the caller's address is not in the app's allow-list. */
  readonly address_allowed: boolean;
  readonly app_enabled: boolean;
}

export interface App {
  /** Why the app may not call an API that any one of these scopes opens, or null. */
  refusal(scopes: readonly string[]): Answer | null;
  change(state: Partial<AppState>): void;
  state(): AppState;
}

export function createApp({ without_scopes, address_allowed, app_enabled }: AppState): App {
  let state: AppState = { without_scopes, address_allowed, app_enabled };
  const has = (scope: string): boolean =>
    !state.without_scopes.includes(scope) && !state.without_scopes.includes(scope.replace(/:readonly$/, ""));
  return {
    refusal: (scopes) => {
      if (!state.app_enabled) return appDisabled();
      if (!state.address_allowed) return addressDenied();
      return scopes.some(has) ? null : scopeMissing(scopes);
    },
    change: (change) => {
      state = { ...state, ...change };
    },
    state: () => state,
  };
}
