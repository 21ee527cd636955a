/**
 * Targets whose records Feishu never shows again, for who must not load the targets to know: a command that only reads
 * a ledger starts without them. `test/targets` holds it to what they say themselves.
 */
export const UNREADABLE_TARGETS: ReadonlySet<string> = new Set(["attachment"]);
