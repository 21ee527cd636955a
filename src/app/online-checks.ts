import { type Finding, preflight } from "../engine/checks/preflight.js";
import type { Mapping } from "../mapping/index.js";
import { EXIT } from "../model/exit.js";
import { talentProbe } from "../targets/talent-probe.js";
import type { Probe, Reference, Target } from "../targets/target.js";
import { exitOfAccess } from "./exit-code.js";
import { type ForecastOfRows, forecastRows, type RowToSend } from "./forecast.js";
import type { ReadClient } from "./read-client.js";

/** What the app has to be allowed for a target, and for this mapping of it. */
export function probesOf(target: Target, mapping: Mapping | undefined): readonly Probe[] {
  return mapping?.person === undefined ? target.probes : [...target.probes, talentProbe];
}

/** What rows refer to and can be asked for; not what Feishu has yet to be asked for by mail or phone. */
export function referenceOf({ refers_to }: Target, mapping: Mapping | undefined): Reference | undefined {
  return refers_to !== undefined && refers_to.field === mapping?.person?.shape.name ? undefined : refers_to;
}

/** Whether Feishu lets us in, then what it makes of the rows. `rows` is asked for several times. */
export async function checkOnline(
  client: ReadClient,
  target: Target,
  mapping: Mapping,
  rows: () => Iterable<RowToSend>,
): Promise<ForecastOfRows> {
  const access: readonly Finding[] = await preflight(client, probesOf(target, mapping));
  // Whoever is not let in has that to see to first.
  if (exitOfAccess(access) !== EXIT.ok) return { findings: access, warnings: [] };
  const expected = await forecastRows(target, referenceOf(target, mapping), rows, client);
  return { ...expected, findings: [...access, ...expected.findings] };
}
