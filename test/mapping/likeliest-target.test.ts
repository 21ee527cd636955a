import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { likeliestTarget } from "../../src/mapping/index.js";
import { TARGETS } from "../../src/targets/index.js";

const HISTORY = join(import.meta.dirname, "..", "..", "fixtures", "history");
const titlesOf = (name: string) =>
  (readFileSync(join(HISTORY, `${name}.csv`), "utf8").split("\r\n")[0] as string).replace("\uFEFF", "").split(",");

it.each([
  ["cvs", "attachment"],
  ["candidates", "talent"],
  ["applications", "external-application"],
  ["interviews", "external-interview"],
  ["offers", "external-offer"],
  ["background-checks", "external-background-check"],
  ["notes", "note"],
])("the columns of %s are those of %s", (name, target) => {
  expect(likeliestTarget(titlesOf(name), TARGETS).name).toBe(target);
});

it.each([
  ["Interview ID,Application ID,Interviewer,Start Time,End Time,Attendance", "external-interview"],
  ["面试编号,投递编号,面试官,面试时间,面试状态", "external-interview"],
  ["Offer ID,Application ID,Offer Status,Created By,Offer Date", "external-offer"],
  ["录用编号,申请编号,录用状态,负责人,发放时间", "external-offer"],
  ["Background Check ID,Application ID,Package,Completed At,Result", "external-background-check"],
  ["背调编号,投递ID,背调套餐,完成时间,背调结果", "external-background-check"],
  ["Note ID,Candidate ID,Author,Body,Visibility,Created At", "note"],
  ["评论编号,候选人编号,评论人,评论内容,评论时间", "note"],
  // An application says much of the same.
  ["Application ID,Candidate ID,Job,Stage,Applied At,Interview Date,Offer Status,Notes", "external-application"],
  ["申请ID,候选人ID,职位,当前阶段,投递时间,备注,面试时间", "external-application"],
])("%s is of %s", (titles, target) => {
  expect(likeliestTarget(titles.split(","), TARGETS).name).toBe(target);
});
