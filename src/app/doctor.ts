import { type Finding, preflight } from "../engine/checks/preflight.js";
import { askReferences } from "../engine/checks/references.js";
import { sampleOf } from "../engine/checks/sample.js";
import type { OpenedExport } from "../engine/staging/exports.js";
import type { Mapping } from "../mapping/index.js";
import { EXIT, type Exit } from "../model/exit.js";
import { TARGETS, targetOf } from "../targets/index.js";
import type { Target } from "../targets/target.js";
import type { AppContext } from "./context.js";
import { exitOfAccess, exitOfFindings } from "./exit-code.js";
import type { FeishuPlace } from "./feishu.js";
import { probesOf, referenceOf } from "./online-checks.js";
import { type ReadLimits, withReadClient } from "./read-client.js";

const REFERENCES_ASKED = 20;

export interface DoctorRequest {
  readonly place: FeishuPlace;
  /** Undefined: what applications need is asked. */
  readonly mapping?: Mapping | undefined;
  /** A sample of what their rows refer to is asked for. */
  readonly exports?: readonly OpenedExport[];
  readonly limits?: ReadLimits;
}

export interface DoctorResult {
  readonly target: Target;
  readonly findings: readonly Finding[];
  readonly exit: Exit;
}

/** The target that `doctor` asks about. */
export function targetToAsk(mapping: Mapping | undefined): Target {
  return mapping === undefined ? (TARGETS[0] as Target) : targetOf(mapping.target);
}

/**
 * Whether Feishu will let an import in, found out without changing anything there. Throws an ExitError (exit 4) where
 * Feishu is out of reach.
 */
export async function examine(request: DoctorRequest, app: AppContext): Promise<DoctorResult> {
  const { place, mapping, exports = [], limits = {} } = request;
  const target = targetToAsk(mapping);
  const reference = referenceOf(target, mapping);
  const sample =
    mapping === undefined || reference === undefined || exports.length === 0
      ? undefined
      : await sampleOf(mapping, exports, reference.field, REFERENCES_ASKED);
  const findings = await withReadClient(app, place, target.codes, limits, async (client) => {
    const access = await preflight(client, probesOf(target, mapping));
    // Whoever is not let in has that to see to first.
    const is_over = reference === undefined || sample === undefined || exitOfAccess(access) !== EXIT.ok;
    return is_over ? access : [...access, await askReferences(client, reference, sample)];
  });
  return { target, findings, exit: exitOfFindings(findings) };
}
