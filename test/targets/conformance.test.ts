import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { COMMON_CODES, codeTable, meaningOf, mergeCodes } from "../../src/feishu/codes.js";
import type { Payload } from "../../src/model/payload.js";
import { UNREADABLE_TARGETS } from "../../src/model/unreadable.js";
import { TARGETS, targetNamed } from "../../src/targets/index.js";
import { expectGolden } from "../cli/golden.js";
import fc from "../support/fast-check.js";
import { EXAMPLES, type Example } from "./examples.js";
import { requestsOf } from "./requests.js";

const ROOT = join(import.meta.dirname, "..", "..");

/** Whatever asks for the time or for chance throws while `work` runs. */
function withoutClockAndChance<T>(work: () => T): T {
  const { now } = Date;
  const { random } = Math;
  const refuse = () => {
    throw new Error("a payload must not depend on when, or on chance");
  };
  Date.now = refuse;
  Math.random = refuse;
  try {
    return work();
  } finally {
    Date.now = now;
    Math.random = random;
  }
}

const without = (payload: Payload, name: string): Payload =>
  Object.fromEntries(Object.entries(payload).filter(([each]) => each !== name));

it("has an example for every target, and none for another", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(TARGETS.map(({ name }) => name).sort());
});

it("knows which targets Feishu never shows again, without loading them", () => {
  expect(Array.from(UNREADABLE_TARGETS)).toEqual(TARGETS.filter(({ find }) => "none" in find).map(({ name }) => name));
});

describe.each(TARGETS.map((target) => [target.name, target] as const))("%s: what it declares", (name, target) => {
  const example = EXAMPLES[name] as Example;

  it("is found by its name, and says where it was written from", () => {
    expect(targetNamed(name)).toBe(target);
    expect(target.page).toMatch(/^server-docs\//);
    expect(target.title).not.toBe("");
  });

  it("makes the golden requests of its fixture", async () => {
    const requests = await requestsOf(example.fixture);
    expect(requests.length).toBeGreaterThan(20);
    expectGolden(
      join(ROOT, "fixtures", example.fixture.requests),
      requests.map((request) => `${JSON.stringify(request)}\n`).join(""),
    );
  });

  it("has the same fields in its payload as for the mapping, each with its meaning", () => {
    const shape = (target.payload as unknown as z.ZodObject).shape;
    expect(Object.keys(shape).sort()).toEqual(target.fields.map((field) => field.name).sort());
    for (const field of target.fields) {
      expect(field.meaning, field.name).not.toBe("");
      expect(field.kind === "choice", field.name).toBe(field.choices !== undefined);
    }
  });

  it("takes a payload with its required fields, and none without one of them, or with another", () => {
    const payload = example.payload(1);
    expect(target.payload.safeParse(payload).success).toBe(true);
    for (const { name: field } of target.fields.filter(({ required }) => required)) {
      expect(payload, field).toHaveProperty(field);
      expect(target.payload.safeParse(without(payload, field)).success, field).toBe(false);
      expect(target.payload.safeParse({ ...payload, [field]: "" }).success, field).toBe(false);
    }
    expect(target.payload.safeParse({ ...payload, more: "x" }).success).toBe(false);
  });

  it("keeps ids as strings", () => {
    for (const { name: field } of target.fields.filter(({ kind }) => kind === "id")) {
      expect(target.payload.safeParse({ ...example.payload(1), [field]: 7 }).success, field).toBe(false);
    }
  });

  it("has a key of required fields alone, another one for every other row", () => {
    const required = target.fields.filter((field) => field.required).map((field) => field.name);
    expect(target.key_fields.length).toBeGreaterThan(0);
    expect(required).toEqual(expect.arrayContaining([...target.key_fields]));
    const ids = fc.record(Object.fromEntries(target.key_fields.map((field) => [field, fc.string({ minLength: 1 })])));
    const sound = (each: Payload) => target.payload.safeParse({ ...example.payload(1), ...each }).success;
    const two = fc.tuple(ids.filter(sound), ids.filter(sound));
    fc.assert(
      fc.property(two, ([one, other]) => {
        const same = target.key_fields.every((field) => one[field] === other[field]);
        expect(target.key({ ...example.payload(1), ...one }) === target.key({ ...example.payload(2), ...other })).toBe(
          same,
        );
      }),
    );
  });

  it("makes key and request of the payload alone: no clock, no chance, nothing changed", () => {
    const payload = Object.freeze(example.payload(1));
    const subject = () => ("none" in target.find ? "" : target.find.subject(payload));
    const make = () => JSON.stringify([target.key(payload), target.request(payload), subject()]);
    expect(withoutClockAndChance(make)).toBe(withoutClockAndChance(make));
  });

  it("sends every value of the payload, ids encoded in a path", () => {
    const payload = example.payload(1);
    const { path, body, upload } = target.request(payload);
    const kept = target.fields.filter(({ stays_here }) => stays_here).map(({ name }) => name);
    for (const [name, value] of Object.entries(payload)) {
      const sent = `${path} ${JSON.stringify(body ?? upload)}`;
      const parts = typeof value === "object" ? Object.values(value) : [value];
      for (const part of parts) {
        if (kept.includes(name)) expect(sent).not.toContain(String(part));
        else expect(sent).toContain(String(part));
      }
    }
    expect(target.key_fields, "what is never sent is for the key").toEqual(expect.arrayContaining(kept));
    const [first] = target.key_fields as [string];
    const { path: odd } = target.request({ ...payload, [first]: "a/b?c#d" });
    expect(odd).toMatch(/^\/open-apis\/hire\/[\w/%.-]+$/);
    expect(odd).not.toContain("a/b");
  });

  it("explains every code of its page, and none that is explained already", () => {
    const codes = mergeCodes(COMMON_CODES, codeTable(target.codes));
    const meant = Object.keys(example.page_codes).map((code) => [code, meaningOf(codes, Number(code))?.kind]);
    expect(Object.fromEntries(meant)).toEqual(example.page_codes);
    for (const { meaning, hint } of Object.values(target.codes)) {
      expect(meaning).not.toBe("");
      expect(hint.length).toBeGreaterThan(20);
    }
  });

  it("declares caps and reasons", () => {
    expect(Number.isInteger(target.cap_per_s) && target.cap_per_s > 0).toBe(true);
    const { find } = target;
    if ("none" in find) expect(target.idempotency, "doubt has to end somehow").toHaveProperty("harmless");
    else expect(Number.isInteger(find.cap_per_s) && find.cap_per_s > 0).toBe(true);
    if ("harmless" in target.idempotency) expect(target.idempotency.harmless.length).toBeGreaterThan(20);
    for (const declared of [target.idempotency, find, target.update, target.remove, target.remote_id]) {
      if ("none" in declared) expect(declared.none.length).toBeGreaterThan(20);
    }
    if ("field" in target.idempotency) expect(target.key_fields).toContain(target.idempotency.field);
    const names = target.fields.map(({ name: field }) => field);
    for (const { field } of target.visible?.counted ?? []) expect(names).toContain(field);
  });

  it("overwrites a record with all of the payload but its key, if it can", () => {
    const { update, key_fields } = target;
    if ("none" in update) return;
    expect(target.fields.map(({ name: field }) => field)).toEqual(expect.arrayContaining([...update.fixed]));
    expect(Number.isInteger(update.cap_per_s) && update.cap_per_s > 0).toBe(true);
    const payload = Object.freeze(example.payload(1));
    const make = () => JSON.stringify(update.request("a/b", payload));
    expect(withoutClockAndChance(make)).toBe(withoutClockAndChance(make));
    const { method, path, body } = update.request("a/b", payload);
    expect([["PUT", "PATCH"].includes(method), path.endsWith("/a%2Fb")]).toEqual([true, true]);
    // What a PUT leaves out is cleared.
    const out = [...key_fields, ...(method === "PUT" ? [] : update.fixed)];
    const rest = Object.fromEntries(Object.entries(payload).filter(([field]) => !out.includes(field)));
    expect(body).toEqual(rest);
  });

  it("reads a list page by page, and takes nothing else for an answer", () => {
    const { find } = target;
    if (example.is_list === false || "none" in find) return;
    const subject = find.subject(example.payload(1));
    const page = (token?: string) => JSON.stringify(find.page(subject, token));
    expect(page()).toBe(page());
    expect(page("next")).not.toBe(page());
    expect(find.read({ items: [], has_more: false })).toEqual({ records: [], next: undefined });
    expect(find.read({ items: [{ id: "1" }], has_more: true, page_token: "t" })).toMatchObject({ next: "t" });
    for (const no_page of [undefined, null, [], "x", { items: 3 }, { items: [{}] }, { items: [{ id: 1 }] }]) {
      expect(find.read(no_page)).toBeUndefined();
    }
    expect(find.read({ items: [{ id: "1" }], has_more: true }), "more, and no way to it").toBeUndefined();
  });

  it("is in the documentation of the mapping with each of its fields", () => {
    const text = readFileSync(join(ROOT, "docs", "mapping.md"), "utf8");
    const words = [name, ...target.fields.map((field) => field.name)];
    expect(words.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
  });
});
