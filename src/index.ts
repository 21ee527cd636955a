/**
 * hire-import as a library: the use cases of the program, with everything around them handed to them. How to import a
 * file with ten lines stands in docs/library.md; the way of a row in ARCHITECTURE.md.
 */

import { whyNotThisNode } from "./cli/needed-node.js";

const why_not = whyNotThisNode();
if (why_not !== undefined) throw new Error(why_not);

// What can be done.
export { type CheckRequest, type CheckResult, checkImport } from "./app/check.js";
export type { AppContext, AppEvent } from "./app/context.js";
export { type DoctorRequest, type DoctorResult, examine } from "./app/doctor.js";
export { type FeishuPlace, feishuPlace } from "./app/feishu.js";
export type { SendLimits } from "./app/limits.js";
export type { Question } from "./app/question.js";
export { type RetryRequest, type RetryResult, retryRows } from "./app/retry.js";
export { type ImportRequest, type ImportResult, runImport } from "./app/run.js";
export type { RunEnd } from "./app/run-context.js";
export { withLedger } from "./app/session.js";
export { type UndoRequest, type UndoResult, undoImport } from "./app/undo.js";
export { type VerifyRequest, type VerifyResult, verifyImport } from "./app/verify.js";
export { systemClock } from "./cli/clock.js";
export { systemContext } from "./cli/system.js";
// What it is done with.
export { Brake, type StopReason } from "./engine/calls/brake.js";
export type { EngineEvent } from "./engine/events.js";
export { type OpenedExport, openExports } from "./engine/staging/exports.js";
export { type Staged, type StageOptions, stage } from "./engine/staging/stage.js";
export { takeLock } from "./ledger/file/lock.js";
export { type Ledger, openLedger, openScratchLedger, readLedger } from "./ledger/open.js";
export { loadMapping, type Mapping, mappingJsonSchema } from "./mapping/index.js";
export type { Clock } from "./model/clock.js";
export { EXIT, type Exit } from "./model/exit.js";
export { ExitError } from "./model/exit-error.js";
export type { Failure, FailureKind } from "./model/failure.js";
export { STATUSES, type Status } from "./model/status.js";
export { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox/sandbox.js";
export { TARGETS, targetNamed } from "./targets/index.js";
export type { Target } from "./targets/target.js";
