import { describe, expect, it } from "vitest";
import { bindPlace } from "../../src/app/session.js";
import { created, refusal } from "../engine/replies.js";
import { mappingText } from "../engine/support.js";
import { UseCases } from "./use-cases.js";

const AT = { app_id: "cli_a", name: "https://open.feishu.cn" };

function bindTo(desk: UseCases, place: Partial<typeof AT>): void {
  const close = async () => undefined;
  bindPlace(desk.ledger, { base_url: new URL(AT.name), app_secret: "", close, ...AT, ...place });
}

describe("a ledger from which nothing was sent", () => {
  it.each([{ app_id: "cli_b" }, { name: "sandbox" }])(
    "may go to another place, as long as it knows nobody: %j",
    (other) => {
      const desk = new UseCases();
      desk.ledger.setup.create("external-application", "[]", 1);
      bindTo(desk, {});
      bindTo(desk, other);
      desk.ledger.talents.record(
        { kind: "email", context: "", value: "a@example.com", column: "mail" },
        { answer: "not_found" },
        1,
        1,
      );
      bindTo(desk, other);
      expect(() => bindTo(desk, {})).toThrow(/belongs to another (app|place)/);
    },
  );

  it("may take another key where all of its exports are here to be read, and not otherwise", async () => {
    const desk = new UseCases();
    desk.write("a.csv", "A-1,T-1,Offer,");
    desk.write("b.csv", "B-1,T-1,Offer,");
    await desk.stage(["a.csv"]);
    const mapping = mappingText({ id: "stage" });
    await expect(desk.stage(["b.csv"], { mapping })).rejects.toThrow("The key of this ledger is made of other columns");
    await desk.stage(["a.csv", "b.csv"], { mapping });
    expect(desk.rows().map(({ file }) => file)).toEqual(["a.csv", "b.csv"]);
  });
});

describe("undo of one run", () => {
  it("takes the rows whose latest request left in it, and not those that it could not send", async () => {
    const desk = new UseCases();
    desk.write("a.csv", "A-1,T-1,Offer,", "A-2,T-2,Offer,");
    desk.answer = (asked) => (asked === "POST A-1" ? refusal("busy", { http_status: 400 }) : undefined);
    await desk.import(["a.csv"], { limits: { max_attempts: 1 } });
    expect(desk.counts()).toEqual({ failed: 1, done: 1 });
    desk.answer = () => undefined;
    await desk.import(["a.csv"]);
    desk.asked.length = 0;
    const [first, second] = desk.told.flatMap((each) => (each.event === "run_began" ? [each.run] : []));
    await desk.undo({ run: first as number });
    expect(desk.asked).toEqual(["DELETE R-A-2"]);
    await desk.undo({ run: second as number });
    expect(desk.asked).toEqual(["DELETE R-A-2", "DELETE R-A-1"]);
  });

  it("an answer that names a record that was deleted is no row's", async () => {
    const desk = new UseCases();
    desk.write("a.csv", "A-1,T-1,Offer,");
    await desk.import(["a.csv"]);
    await desk.undo({});
    desk.write("b.csv", "B-1,T-1,Offer,");
    desk.answer = (asked) => (asked === "POST B-1" ? created("R-A-1") : undefined);
    const { exit } = await desk.import(["b.csv"]);
    expect([exit, desk.counts()]).toEqual([7, { skipped: 1, in_doubt: 1 }]);
  });
});
