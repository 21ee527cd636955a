import type { Reply } from "./reply.js";

/**
 * So long Feishu may still do what it was asked in a request that nobody has answered: a queue behind a gateway, a slow
 * server. From when it was sent.
 */
export const MAY_ACT_MS = 5 * 60_000;

/**
 * What was written just now may not be in Feishu's list yet, nor what it was told before a connection went: seen up to
 * this.
 */
export const READ_AFTER_MS = 3_000;

/** Nobody has answered: neither Feishu nor who stands before it. */
export function isUnanswered(reply: Reply): boolean {
  return !reply.ok && (reply.failure.kind === "lost" || reply.failure.kind === "foreign_answer");
}
