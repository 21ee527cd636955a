import { describe, expect, it } from "vitest";
import { TEXTS } from "../../src/cli/texts/texts.js";
import type { FieldDefinition } from "../../src/model/payload.js";
import { TARGETS } from "../../src/targets/index.js";
import { talents } from "../../src/targets/talents.js";
import { messages } from "../../src/texts/en/messages.js";
import { reasons } from "../../src/texts/en/reasons.js";
import { target_words } from "../../src/texts/zh/labels.js";
import { mappings } from "../../src/texts/zh/mappings.js";
import { meanings } from "../../src/texts/zh/meanings.js";
import { readSources } from "./source-tree.js";

const CATALOGUES = /^src\/(texts|cli\/texts)\/(en|zh)\//;
const sources = readSources("src", "assets")
  .filter(({ path }) => !CATALOGUES.test(path))
  .map(({ text }) => text)
  .join("\n");

/** Paths of the texts in a catalogue. Of a group that is chosen from by a variable the group alone. */
function paths(texts: object, above: readonly string[] = []): string[][] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const path = [...above, key];
    const is_group = typeof value === "object" && !Array.isArray(value) && !new RegExp(`\\b${key}\\[`).test(sources);
    return is_group ? paths(value as object, path) : [path];
  });
}

const CATALOGUE_NAMES = Object.entries(TEXTS.en)
  .filter(([, texts]) => typeof texts === "object")
  .map(([name]) => name);

const isSaid = (id: string): boolean => sources.includes(`"${id}"`);
/** As a property, or taken out of its catalogue by its name. */
const isNamed = (key: string): boolean => new RegExp(`\\.${key}\\b|\\{[^{}]*\\b${key}\\b[^{}]*\\} = `).test(sources);

// The compiler sees to it that no language lacks one.
describe("no text that nothing says any more is kept", () => {
  it("of messages and reasons", () => {
    const unsaid = [...Object.keys(messages), ...Object.keys(reasons)].filter((id) => !isSaid(id));
    expect(unsaid).toEqual([]);
  });

  it.each(CATALOGUE_NAMES)("of the terminal's %s", (name) => {
    const unsaid = paths(TEXTS.en[name as keyof typeof TEXTS.en] as object).filter(
      (path) => !isNamed(path.at(-1) as string),
    );
    expect(unsaid.map((path) => path.join("."))).toEqual([]);
  });

  it("of targets", () => {
    const said = JSON.stringify([...TARGETS, talents]);
    const unsaid = Object.keys(target_words).filter(
      (words) => ![said, sources].some((where) => where.includes(JSON.stringify(words))),
    );
    expect(unsaid).toEqual([]);
  });
});

it("has what each target says of itself in Chinese", () => {
  const own = [...TARGETS, talents].flatMap((target) => {
    const {
      title,
      find,
      update,
      remove,
      remote_id,
      idempotency,
      visible,
      probes = [],
    } = target as (typeof TARGETS)[number];
    const why = [find, update, remove, remote_id].flatMap((each) => (each && "none" in each ? [each.none] : []));
    const harmless = idempotency && "harmless" in idempotency ? [idempotency.harmless] : [];
    const asked = probes.flatMap(({ purpose, request }) => [purpose, ...("none" in request ? [request.none] : [])]);
    return [title, ...why, ...asked, ...harmless, ...(visible === undefined ? [] : [visible.what])];
  });
  expect(own.filter((words) => !(words in target_words))).toEqual([]);
});

it("has in Chinese what each field means, and why rows may stay behind, and nothing else", () => {
  const meaningsOf = ({ meaning, item, fields = [] }: FieldDefinition): string[] => [
    meaning,
    ...(item === undefined ? [] : meaningsOf(item)),
    ...fields.flatMap(meaningsOf),
  ];
  const said = TARGETS.flatMap(({ fields, hints }) => [
    ...fields.flatMap(meaningsOf),
    ...(hints?.leave_out?.values ?? []).map(({ why }) => why),
  ]);
  expect(Object.keys(meanings).sort()).toEqual(Array.from(new Set(said)).sort());
});

it("has in Chinese what each place of a mapping or plan must be", () => {
  const schemas = readSources("src/mapping/file", "src/cli/commands/migrate").map(({ text }) => text);
  const rules = schemas.flatMap((text) => text.match(/(?<=["`])(?:must |has no |names no )[^"`$]+(?=["`])/g) ?? []);
  expect(rules.length).toBeGreaterThan(20);
  expect(rules.filter((rule) => /^(?:must|has|names)\b/.test(mappings.rule({ rule })))).toEqual([]);
});

it("calls no message like a reason: both are said by their id", () => {
  expect(Object.keys(messages).filter((id) => id in reasons)).toEqual([]);
});
