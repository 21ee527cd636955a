import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { history, STEPS } from "./history.js";
import { hire } from "./program.js";

let cwd = "";
beforeAll(async () => {
  cwd = history("few", "file");
  await hire(["migrate", "plan.yaml", "--sandbox", "--rate", "200", "--limit", "1"], { cwd });
});

/** What a person answers to each TODO that may be left, by its words. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^( +再议): TODO(?= {2}#)/gm, "$1: 3"],
  // A word of the old system's, for which only a person knows Feishu's number.
  [/^( +\S+): TODO(?= {2}#)/gm, "$1: 4"],
  [/^timezone: TODO.*$/m, "timezone: Asia/Shanghai"],
  [/ledger: TODO name the ledger of the attachment import/, "ledger: cvs.db"],
  [/ledger: TODO name the ledger of the talent import/, "ledger: candidates.db"],
  [/ledger: TODO name the ledger of the external-application import/, "ledger: applications.db"],
];

const TARGETS: Readonly<Record<string, string>> = {
  cvs: "attachment",
  candidates: "talent",
  applications: "external-application",
  interviews: "external-interview",
  offers: "external-offer",
  "background-checks": "external-background-check",
  notes: "note",
};

it.each(STEPS)(
  "init writes a mapping of %s for its target, which check takes once its TODOs are answered",
  async (step) => {
    const mapping = `new-${step}.yaml`;
    const drafted = await hire(["init", `${step}.csv`, "-m", mapping, "--json"], { cwd });
    expect(drafted.exit, drafted.stderr).toBe(0);
    const text = readFileSync(join(cwd, mapping), "utf8");
    expect(parse(text).target).toBe(TARGETS[step]);
    // Without them nobody could be asked for before somebody is created.
    if (step === "candidates") {
      expect(parse(text).fields).toMatchObject({
        name: "姓名",
        email: "邮箱",
        mobile: "手机",
        identification_number: "证件号码",
      });
    }
    // What an interviewer wrote is what nobody can write again.
    if (step === "interviews") {
      const written = { username: "面试官1", conclusion: { column: "结论1" }, content: "评价1" };
      expect(parse(text).fields.interview_assessments).toMatchObject([written]);
    }
    const answered = ANSWERS.reduce((all, [todo, answer]) => all.replace(todo, answer), text);
    expect(answered.replace(/^ *#.*$/gm, "")).not.toMatch(/TODO/);
    writeFileSync(join(cwd, mapping), answered);
    const checked = await hire(["check", `${step}.csv`, "-m", mapping, "-l", `new-${step}.db`, "--json"], { cwd });
    expect(checked.exit, checked.stderr).not.toBe(2);
    const hanging = /^parent_/;
    const { rows, problems } = checked.json;
    const own = problems.filter(({ kind }: { kind: string }) => !hanging.test(kind));
    const wrong = own.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    // The files are damaged in places, as real ones are.
    expect(wrong, JSON.stringify(own)).toBeLessThan(rows / 2);
  },
);
