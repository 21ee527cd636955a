import { hashContent, hashFile } from "../../csv/file/hash.js";
import type { Ledger } from "../../ledger/open.js";
import type { Source } from "../../ledger/runs/sources.js";
import { STDIN } from "../../model/record.js";
import type { Observer } from "../events.js";
import { sourceChange } from "./as-staged.js";
import type { OpenedExport } from "./exports.js";

/** An export of which it is known what it holds, and which of the ledger's sources it is. */
export interface IdentifiedExport extends OpenedExport, Hashes {}

interface Hashes {
  readonly sha256: string;
  readonly size_bytes: number;
  /** Of what it holds, unpacked; null where that is `sha256`. */
  readonly content_sha256: string | null;
}

interface Identifying {
  readonly ledger: Ledger;
  readonly observe: Observer;
}

/**
 * Finds out what each export is, by what it holds and not by its name: a link, a copy, a packed one, or one that was
 * moved is the export that the ledger knows. Where two of them hold the same, the first stands for both.
 */
export async function identify(
  { ledger, observe }: Identifying,
  exports: readonly OpenedExport[],
): Promise<IdentifiedExport[]> {
  const paths = new Set(exports.map(({ path }) => path));
  const by_content = new Map<string, IdentifiedExport>();
  for (const opened of exports) {
    const hashes = await hashesOf(opened);
    const content = hashes.content_sha256 ?? hashes.sha256;
    const known = ledger.sources.byPath(opened.path);
    const first = by_content.get(content);
    // Both are in the ledger of an earlier version: they stay what they are.
    if (first !== undefined && known === undefined) {
      ledger.given_exports.rename(opened.path, first.path);
      observe({ event: "same_export", path: opened.name, as: first.name });
      continue;
    }
    const identified = { ...opened, ...hashes };
    const as_known = known === undefined ? await asKnown(ledger, identified, content, paths) : identified;
    by_content.set(first === undefined ? content : opened.path, as_known);
  }
  return Array.from(by_content.values());
}

async function hashesOf({ file, name }: OpenedExport): Promise<Hashes> {
  const hashed = await hashFile(file.path);
  const is_packed = file.detected.packing !== undefined;
  const content_sha256 = is_packed ? await hashContent({ path: file.path, name, is_gzip: true }) : null;
  return { ...hashed, content_sha256 };
}

/** The export under the name that the ledger knows it by; where it is no longer there, that becomes this one. */
async function asKnown(
  ledger: Ledger,
  opened: IdentifiedExport,
  content: string,
  paths: ReadonlySet<string>,
): Promise<IdentifiedExport> {
  const source = ledger.sources.byContent(content);
  if (source === undefined) return opened;
  const keeps_name = opened.path === STDIN || (!paths.has(source.path) && (await isStillThere(source, opened)));
  if (keeps_name) {
    ledger.given_exports.rename(opened.path, source.path);
    return { ...opened, path: source.path };
  }
  ledger.sources.move(source.id, opened);
  ledger.given_exports.rename(source.path, opened.path);
  return opened;
}

async function isStillThere(source: Source, { sha256 }: IdentifiedExport): Promise<boolean> {
  return source.sha256 === sha256 && (await sourceChange(source)) === undefined;
}
