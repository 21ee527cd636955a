import { withReadClient } from "../../../app/read-client.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { cutShort } from "../../../model/text.js";
import { jobAdvertisement } from "../../../targets/job-advertisement.js";
import { type Channel, channelOf, FIXED_CHANNELS, websites } from "../../../targets/websites.js";
import { saying } from "../../../texts/saying.js";
import { SILENT, withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { type AskingFlags, readLimitsOf } from "../../flags.js";
import { atPlaceToRead } from "../../on-ledger.js";
import type { Output } from "../../output.js";

/** `channels`: where advertisements can be published, with the ids to put into the mapping. */
export async function channels(flags: AskingFlags, output: Output): Promise<CommandResult> {
  const whole = await atPlaceToRead(flags, (place) =>
    withCommandContext(output, SILENT, (app) =>
      withReadClient(app, place, jobAdvertisement.codes, readLimitsOf(flags), ({ read }) => read(websites, "")),
    ),
  );
  if ("failure" in whole) {
    const { failure: why } = whole;
    const exit = why.kind === "refused_us" ? EXIT.refused_us : EXIT.unreachable;
    throw new ExitError({
      exit,
      kind: "cannot_read",
      ...saying("sites_unreadable", { why }),
    });
  }
  const sites = whole.records.flatMap((record) => channelOf(record) ?? []);
  const without = whole.records.length - sites.length;
  const all = [...sites, ...FIXED_CHANNELS];
  return {
    exit: EXIT.ok,
    facts: { channels: all, sites_without_channel: without },
    next: "hire-import check --help",
    print: (output) => print(output, all, without),
  };
}

function print(output: Output, all: readonly Channel[], without: number): void {
  const width = Math.max(...all.map(({ job_channel_id }) => job_channel_id.length));
  for (const { job_channel_id, name, kinds } of all) {
    const kind = kinds.length === 0 ? "" : ` (${kinds.join(", ")})`;
    output.result(`${job_channel_id.padEnd(width)}  ${cutShort(name)}${kind}`);
  }
  if (without > 0) output.result(output.texts.afterwards.channels_left_out(without));
  output.result(output.texts.afterwards.channels_in_mapping);
}
