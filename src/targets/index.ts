import type { TargetSchema } from "../model/payload.js";
import { attachment } from "./attachment.js";
import { externalApplication } from "./external-application.js";
import { externalBackgroundCheck } from "./external-background-check.js";
import { externalInterview } from "./external-interview.js";
import { externalOffer } from "./external-offer.js";
import { jobAdvertisement } from "./job-advertisement.js";
import { note } from "./note.js";
import { talent } from "./talent.js";
import type { Target } from "./target.js";

/** Every target that a mapping can name. */
export const TARGETS: readonly Target[] = [
  externalApplication,
  jobAdvertisement,
  note,
  externalInterview,
  externalOffer,
  externalBackgroundCheck,
  talent,
  attachment,
];

export function targetNamed(name: string): Target | undefined {
  return TARGETS.find((target) => target.name === name);
}

/** The target whose shape a mapping was checked against. */
export function targetOf(shape: TargetSchema): Target {
  const target = targetNamed(shape.name);
  if (target === undefined) throw new Error(`no target ${shape.name}`);
  return target;
}
