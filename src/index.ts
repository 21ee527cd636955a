/**
 * hire-import as a library: the two acts of a run (`stage`, `runRows`) with everything they need handed to them.
 * docs in README.md; the way of a row in ARCHITECTURE.md.
 */

import { whyNotThisNode } from "./cli/needed-node.js";

const why_not = whyNotThisNode();
if (why_not !== undefined) throw new Error(why_not);

export { Brake, type StopReason } from "./engine/calls/brake.js";
export type { EngineEvent, Observer } from "./engine/events.js";
export { inStatuses, unfinished } from "./engine/sending/select.js";
export { type SendRowsOptions, sendRows } from "./engine/sending/send-rows.js";
export { type OpenedExport, openExports } from "./engine/staging/exports.js";
export { type Staged, type StageOptions, stage } from "./engine/staging/stage.js";
export { parseBaseUrl } from "./feishu/base-url.js";
export { type ClientOptions, createFeishuClient, type FeishuClient } from "./feishu/client.js";
export { COMMON_CODES, codeTable, mergeCodes } from "./feishu/codes.js";
export { createTransport, type Transport } from "./feishu/http.js";
export { createPacer, type Pacer } from "./feishu/pacer.js";
export { createTokens, type Tokens } from "./feishu/token.js";
export { takeLock } from "./ledger/lock.js";
export { type Ledger, openLedger, readLedger } from "./ledger/open.js";
export { loadMapping, type Mapping, mappingJsonSchema } from "./mapping/index.js";
export type { Clock } from "./model/clock.js";
export { EXIT } from "./model/exit.js";
export { ExitError } from "./model/exit-error.js";
export type { Failure, FailureKind } from "./model/failure.js";
export type { Outgoing, Send } from "./model/reply.js";
export { STATUSES, type Status } from "./model/status.js";
export { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox/sandbox.js";
export { TARGETS, targetNamed } from "./targets/index.js";
export type { Target } from "./targets/target.js";
