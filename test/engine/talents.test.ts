import { expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { Outage } from "../../src/engine/calls/outage.js";
import type { EngineEvent } from "../../src/engine/events.js";
import { standingOf } from "../../src/engine/talents/match.js";
import { TalentResolver } from "../../src/engine/talents/resolve.js";
import type { Person, PersonKey, PersonKeyKind } from "../../src/model/person.js";
import type { FeishuRequest, Reply } from "../../src/model/reply.js";
import { ledgerWith, look } from "../ledger/support.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { refusal } from "./replies.js";

const CONTEXTS = { email: "", mobile: "86", identification: "1" } as const;

const key = (kind: PersonKeyKind, value: string, context: string = CONTEXTS[kind]): PersonKey => {
  return { kind, value, context, column: kind };
};
const mail = (name: string): Person => [key("email", `${name}@example.com`)];

interface Body {
  readonly email_list?: readonly string[];
  readonly mobile_code?: string;
  readonly mobile_number_list?: readonly string[];
}

/** Feishu, as far as it is asked for people: `known` says which talents have a key. */
class Directory {
  readonly known = new Map<string, readonly string[]>();
  readonly bodies: Body[] = [];
  /** Before it looks; undefined: it looks. */
  answer: (body: Body, nth: number) => Reply | undefined = () => undefined;
  shows = true;

  readonly send = async ({ body }: FeishuRequest): Promise<Reply> => {
    const asked = body as Body;
    this.bodies.push(asked);
    const said = this.answer(asked, this.bodies.length);
    if (said !== undefined) return said;
    const [name, values] = asked.email_list ? ["email", asked.email_list] : ["mobile_number", asked.mobile_number_list];
    const talent_list = (values ?? []).flatMap((value) =>
      (this.known.get(value) ?? []).map((talent_id) => ({
        talent_id,
        ...(this.shows ? { [name as string]: value } : {}),
      })),
    );
    return { ok: true, data: { talent_list }, code: 0, took_ms: 10 };
  };
}

function askers() {
  const { ledger, path } = ledgerWith();
  const directory = new Directory();
  const told: EngineEvent[] = [];
  const brake = new Brake();
  let run_id = 0;
  const askAll = async (people: readonly Person[]) => {
    run_id += 1;
    const clock = new VirtualClock();
    const common = { clock, random: () => 0.5, brake, observe: (event: EngineEvent) => told.push(event) };
    const resolver = new TalentResolver({
      ...common,
      ledger,
      run_id,
      outage: new Outage({ ...common, first_contact_ms: 60_000, max_outage_ms: 900_000 }),
      max_attempts: 5,
      max_errors: undefined,
      send: directory.send,
      asked: () => undefined,
    });
    for (const person of people) {
      resolver.add(person);
      await resolver.room();
    }
    await resolver.end();
    return resolver.asked;
  };
  const standing = (person: Person) => standingOf(person, (each) => ledger.talents.answerOf(each));
  return { directory, askAll, standing, brake, told, path };
}

it("asks for a hundred keys at most, of one kind and one country code at a time", async () => {
  const { directory, askAll } = askers();
  const people = Array.from({ length: 250 }, (_, n) => mail(`p${n}`));
  const abroad = Array.from({ length: 3 }, (_, n): Person => [key("mobile", `5550019${n}`, n === 2 ? "1" : "852")]);
  expect(await askAll([...people, ...abroad])).toMatchObject({ asked: 253, not_found: 253, found: 0 });
  const sizes = directory.bodies.map((body) => [
    body.email_list?.length ?? 0,
    body.mobile_number_list?.length ?? 0,
    body.mobile_code,
  ]);
  expect(sizes.sort()).toEqual([
    [0, 1, "1"],
    [0, 2, "852"],
    [100, 0, undefined],
    [100, 0, undefined],
    [50, 0, undefined],
  ]);
});

it("asks by the next kind only for those whom the first does not find", async () => {
  const { directory, askAll, standing } = askers();
  const anna: Person = [key("email", "anna@example.com"), key("mobile", "13800001111")];
  const ben: Person = [key("email", "ben@example.com"), key("mobile", "13800002222")];
  directory.known.set("anna@example.com", ["T-1"]).set("13800001111", ["T-9"]).set("13800002222", ["T-2"]);
  await askAll([anna, ben, anna]);
  expect(directory.bodies).toEqual([
    { email_list: ["anna@example.com", "ben@example.com"] },
    { mobile_code: "86", mobile_number_list: ["13800002222"] },
  ]);
  expect([standing(anna), standing(ben)]).toEqual([
    { kind: "found", talent_id: "T-1" },
    { kind: "found", talent_id: "T-2" },
  ]);
});

it("takes two different talents of one key for nobody's, and one that comes twice for one", async () => {
  const { directory, askAll, standing } = askers();
  directory.known.set("twins@example.com", ["T-1", "T-2"]).set("once@example.com", ["T-3", "T-3"]);
  const twins: Person = [key("email", "twins@example.com"), key("mobile", "13800001111")];
  expect(await askAll([twins, mail("once")])).toMatchObject({ several: 1, found: 1, asked: 2 });
  expect(standing(twins)).toEqual({ kind: "several", key: twins[0] });
  expect(standing(mail("once"))).toEqual({ kind: "found", talent_id: "T-3" });
});

it("asks in a later run for those alone who were not found, or found more than once", async () => {
  const { directory, askAll, standing } = askers();
  directory.known.set("anna@example.com", ["T-1"]).set("twins@example.com", ["T-2", "T-3"]);
  directory.known.set("13800001111", ["T-5"]);
  const by_phone: Person = [key("email", "dana@example.com"), key("mobile", "13800001111")];
  const people = [...["anna", "ben", "twins"].map(mail), by_phone];
  await askAll(people);
  directory.known.clear();
  directory.known.set("ben@example.com", ["T-4"]).set("twins@example.com", ["T-2"]);
  expect(await askAll(people)).toMatchObject({ asked: 2, found: 2 });
  expect(directory.bodies[2]).toEqual({ email_list: ["ben@example.com", "twins@example.com"] });
  expect(people.map((person) => standing(person))).toEqual([
    { kind: "found", talent_id: "T-1" },
    { kind: "found", talent_id: "T-4" },
    { kind: "found", talent_id: "T-2" },
    { kind: "found", talent_id: "T-5" },
  ]);
  expect(await askAll(people)).toMatchObject({ asked: 0 });
});

it("finds the one key that Feishu refuses, and the others do not suffer", async () => {
  const { directory, askAll, standing } = askers();
  const numbers = Array.from({ length: 100 }, (_, n) => `138000010${String(n).padStart(2, "0")}`);
  const people = numbers.map((number): Person => [key("mobile", number), key("email", `${number}@example.com`)]);
  for (const number of numbers) directory.known.set(number, [`T-${number}`]);
  directory.known.set("13800001037@example.com", ["T-37"]);
  directory.answer = ({ mobile_number_list }) =>
    mobile_number_list?.includes("13800001037") ? refusal("refused", { code: 1002009, http_status: 400 }) : undefined;
  expect(await askAll(people)).toMatchObject({ found: 100, refused: 1, not_found: 0, unanswered: 0 });
  expect(directory.bodies.length).toBeLessThan(20);
  expect(standing(people[37] as Person)).toEqual({ kind: "found", talent_id: "T-37" });
  expect(standing([key("mobile", "13800001037")])).toEqual({ kind: "refused", code: 1002009 });
});

it("asks for a key alone where the answer does not say by which a talent was found", async () => {
  const { directory, askAll, standing } = askers();
  directory.shows = false;
  directory.known.set("anna@example.com", ["T-1"]).set("ben@example.com", ["T-2"]);
  await askAll(["anna", "ben", "cleo", "dan"].map(mail));
  expect(["anna", "ben", "cleo"].map((name) => standing(mail(name)))).toEqual([
    { kind: "found", talent_id: "T-1" },
    { kind: "found", talent_id: "T-2" },
    { kind: "not_found" },
  ]);
});

it("asks again where Feishu had a system error, or said something else than a list", async () => {
  const { directory, askAll } = askers();
  directory.known.set("anna@example.com", ["T-1"]);
  const strange = { ok: true, data: { talents: [] }, code: 0, took_ms: 10 } as const;
  const answers = [refusal("system_error", { code: 1002001, http_status: 200 }), strange, refusal("throttled")];
  directory.answer = (_body, nth) => answers[nth - 1];
  expect(await askAll([mail("anna")])).toMatchObject({ asked: 1, found: 1, unanswered: 0 });
  expect(directory.bodies).toHaveLength(4);
});

it("believes no answer that it did not get, and asks on in the next run", async () => {
  const { directory, askAll, standing } = askers();
  directory.known.set("anna@example.com", ["T-1"]);
  directory.answer = () => refusal("busy", { code: 2200, message: "Feishu says anna@example.com is wrong" });
  const asked = await askAll([mail("anna")]);
  expect(asked).toMatchObject({ asked: 0, unanswered: 1, unanswered_because: { message: "Feishu answers 2200" } });
  expect(standing(mail("anna"))).toMatchObject({ kind: "to_ask" });
  directory.answer = () => undefined;
  expect(await askAll([mail("anna")])).toMatchObject({ asked: 1, found: 1 });
});

it("stops where Feishu refuses the app, and where it refuses the first fifty keys for one reason", async () => {
  const scope = askers();
  scope.directory.answer = () =>
    refusal("refused_us", { code: 99991672, message: "The app lacks a permission (scope)" });
  const people = Array.from({ length: 300 }, (_, n) => mail(`p${n}`));
  await scope.askAll(people);
  expect(scope.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 3, code: 99991672 } });
  expect(scope.directory.bodies.length).toBeLessThanOrEqual(3);

  const shape = askers();
  shape.directory.answer = () => refusal("refused", { code: 1002002, message: "private@example.com is wrong" });
  await shape.askAll(people);
  expect(shape.brake.reason).toMatchObject({ why: "same_refusal" });
  expect(JSON.stringify(shape.brake.reason)).not.toContain("example.com");
});

it("keeps nothing by which a person could be read off, and tells nothing of it", async () => {
  const { directory, askAll, told, path } = askers();
  directory.known.set("anna@example.com", ["T-1"]);
  await askAll([mail("anna"), mail("ben")]);
  const all = look<{ text: string }>(
    path,
    "SELECT group_concat(hex(key_hash) || answer, ' ') AS text FROM talent_answers",
  );
  expect(all.text.split(" ")).toHaveLength(2);
  expect(JSON.stringify([all, told])).not.toMatch(/anna|ben|example/);
});
