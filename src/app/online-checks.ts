import { preflight } from "../engine/checks/preflight.js";
import type { Mapping } from "../mapping/index.js";
import { EXIT, type Exit } from "../model/exit.js";
import { talentProbe } from "../targets/talent-probe.js";
import type { Probe, Reference, Target } from "../targets/target.js";
import { exitOfAccess, findingFacts, printFindings } from "../cli/findings.js";
import type { AskingFlags } from "../cli/flags.js";
import { forecast, printWarnings, type RowToSend, type WarningFacts } from "./forecast.js";
import type { Output } from "../cli/output.js";
import { reading } from "./read-client.js";

/** What the app has to be allowed for a target, and for this mapping of it. */
export function probesOf(target: Target, mapping: Mapping | undefined): readonly Probe[] {
  return mapping?.person === undefined ? target.probes : [...target.probes, talentProbe];
}

/** What rows refer to and can be asked for; not what Feishu has yet to be asked for by mail or phone. */
export function referenceOf({ refers_to }: Target, mapping: Mapping | undefined): Reference | undefined {
  return refers_to !== undefined && refers_to.field === mapping?.person?.shape.name ? undefined : refers_to;
}

/** What `check` tells of Feishu. */
export interface Online {
  readonly exit: Exit;
  readonly facts: { readonly preflight?: object; readonly warnings?: readonly WarningFacts[] };
  print(output: Output): void;
}

export const OFFLINE: Online = { exit: EXIT.ok, facts: {}, print: () => undefined };

/** `check --online`: whether Feishu lets us in, then what it makes of the rows. `rows` is asked for several times. */
export async function askOnline(
  target: Target,
  mapping: Mapping,
  rows: () => Iterable<RowToSend>,
  flags: AskingFlags,
): Promise<Online> {
  const { findings, warnings } = await reading(flags, target.codes, async (door) => {
    const access = await preflight(door, probesOf(target, mapping));
    // Whoever is not let in has that to see to first.
    if (exitOfAccess(access) !== EXIT.ok) return { findings: access, warnings: [] };
    const expected = await forecast(target, referenceOf(target, mapping), rows, door);
    return { ...expected, findings: [...access, ...expected.findings] };
  });
  return {
    exit: exitOfAccess(findings),
    facts: { preflight: findingFacts(findings), warnings },
    print: (output) => {
      printFindings(output, findings);
      printWarnings(output, warnings);
    },
  };
}
