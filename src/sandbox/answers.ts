/** An answer before it is bytes. The server stamps the log id into `body.error`. */
export interface Answer {
  readonly http_status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

export function ok(data: unknown): Answer {
  return { http_status: 200, body: { code: 0, msg: "success", data } };
}

/** An error with Feishu's code. `error` holds the parts that belong to it, such as field violations. */
export function refusal(http_status: number, code: number, msg: string, error: object = {}): Answer {
  return { http_status, body: { code, msg, error } };
}

/** HTTP 400 with 1002002. Its real text is not documented; ours names the field, as the SDKs' error model allows. */
export function badParameter(field: string, description: string): Answer {
  const field_violations: FieldViolation[] = [{ field, description }];
  return refusal(400, 1002002, `parameter error: ${field}: ${description}`, { field_violations });
}

export function missingParameter(field: string): Answer {
  const field_violations: FieldViolation[] = [{ field, description: `${field} is required` }];
  return refusal(400, 99992402, "field validation failed", { field_violations });
}

export function badRequest(reason: string): Answer {
  return refusal(400, 9499, `Bad Request: ${reason}`);
}

/** The page gives it to a mobile that is none, and says no more. */
export function badMobile(): Answer {
  return refusal(400, 1002009, "mobile number is invalid");
}

/** The page of one talent answers 404, all others 400. */
export function noSuchTalent(http_status: 400 | 404 = 400): Answer {
  return refusal(http_status, 1002102, "talent not exist");
}

export function apiSyncOff(): Answer {
  return refusal(400, 1002613, "the switch to sync jobs through the API is off");
}

export function jobClosed(): Answer {
  return refusal(400, 1002609, "job is closed");
}

export function notCompliant(): Answer {
  return refusal(400, 1002624, "the advertisement is not compliant, please check advertisement_id");
}

export function systemError(detail = "", http_status: 500 | 200 = 500): Answer {
  return refusal(http_status, 1002001, `system error${detail && ` (${detail})`}`);
}

/** The gateway's throttle body is code and msg alone; the wait is in the headers (frequency-control page). */
export function throttled(http_status: 429 | 400, limit: number, reset_s: number): Answer {
  return {
    http_status,
    body: { code: 99991400, msg: "request trigger frequency limit" },
    headers: { "x-ogw-ratelimit-limit": String(limit), "x-ogw-ratelimit-reset": String(reset_s) },
  };
}

export function tokenMissing(): Answer {
  return refusal(400, 99991661, "Missing access token for authorization. Please make a request with token attached.");
}

export function tokenMalformed(): Answer {
  return refusal(400, 99991671, "Invalid access token for authorization. The token must start with t- or u-.");
}

export function tokenInvalid(): Answer {
  return refusal(400, 99991663, "Invalid access token for authorization. Please make a request with token attached.");
}

/** Any one of the scopes would do. */
export function scopeMissing(scopes: readonly string[]): Answer {
  const message = `Access denied. One of the following scopes is required: [${scopes.join(", ")}].`;
  const permission_violations = scopes.map((subject) => ({ type: "action_scope_required", subject }));
  return refusal(400, 99991672, message, { message, permission_violations });
}

export function addressDenied(): Answer {
  return refusal(400, 99991401, "The caller's IP address is not in the app's allow-list.");
}

export function appDisabled(): Answer {
  return refusal(400, 99991662, "The app is not in use.");
}

export function noSuchPath(): Answer {
  return refusal(404, 99991201, "404 page not found");
}

export function wrongMethod(): Answer {
  return refusal(405, 99991301, "method not allowed");
}

export function duplicateTalent(): Answer {
  return refusal(400, 1002105, "Duplicate talent");
}

export function noSuchSource(): Answer {
  return refusal(400, 1002108, "Resume source does not exist");
}
