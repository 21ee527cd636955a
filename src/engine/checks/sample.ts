import { bindMapping, type Mapping } from "../../mapping/index.js";
import { isBad } from "../../model/record.js";
import type { OpenedExport } from "../staging/exports.js";

/** Murmur3's last step: neighbouring ids come out far apart. */
function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

/**
 * Some of many texts, each different, from all over them and always the same ones: those whose hashes are the lowest.
 * It holds no more than `size` of them, however many come.
 */
export class Sample {
  readonly #size: number;
  readonly #hashes = new Map<string, number>();
  #highest = Number.POSITIVE_INFINITY;
  #is_all = true;

  constructor(size: number) {
    this.#size = size;
  }

  add(text: string): void {
    const hash = hashOf(text);
    if (hash > this.#highest || this.#hashes.has(text)) return;
    this.#hashes.set(text, hash);
    if (this.#hashes.size > this.#size) this.#dropHighest();
  }

  /** In the order in which they came. */
  texts(): string[] {
    return [...this.#hashes.keys()];
  }

  /** There were no others. */
  get is_all(): boolean {
    return this.#is_all;
  }

  #dropHighest(): void {
    const by_hash = [...this.#hashes].sort(([, a], [, b]) => b - a);
    this.#hashes.delete((by_hash[0] as [string, number])[0]);
    this.#highest = (by_hash[1] as [string, number])[1];
    this.#is_all = false;
  }
}

/**
 * Of what the rows of exports hold in a required field. Only what is required is read, so that nothing has to be known
 * of the columns as a whole.
 */
export async function sampleOf(
  mapping: Mapping,
  exports: readonly OpenedExport[],
  field: string,
  size: number,
): Promise<Sample> {
  const sample = new Sample(size);
  const required = { ...mapping, fields: mapping.fields.filter((each) => each.required) };
  for (const { file, name, lookups } of exports) {
    const mapper = bindMapping(required, file.header, name, { lookups: lookups.by_field });
    for await (const records of file.records()) {
      for (const record of records) {
        const mapped = isBad(record) ? undefined : mapper.map(record.cells);
        const value = mapped?.kind === "payload" ? mapped.payload[field] : undefined;
        if (value !== undefined) sample.add(String(value));
      }
    }
  }
  return sample;
}
