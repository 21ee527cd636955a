import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rows, sumOf, tamper, workplace } from "../cli/exports.js";
import { hire } from "../cli/program.js";
import { scriptedFeishu } from "../cli/scripted.js";
import { type Desk, HOSTILE, hostileDesk, markupOf, pageIn, plotOf, sentenceOf, tableOf } from "./desk.js";

const toNumber = (text: string | undefined): number => Number((text ?? "").replaceAll(",", ""));

let desk: Desk;
let page: string;
beforeAll(async () => {
  desk = await hostileDesk();
  page = await pageIn(desk.cwd);
});

describe("the page of hire-import report", () => {
  it("has the totals of status, and they add up", async () => {
    const status = (await hire(["status", "--json"], desk)).json;
    const [, ...lines] = tableOf(page, "Rows by status");
    const counts = lines.map(([name, count]) => [name?.replace(" ", "_"), toNumber(count)] as const);
    const { all_rows, ...by_status } = Object.fromEntries(counts);
    expect(by_status).toEqual(status.counts);
    expect(all_rows).toBe(status.rows);
    expect(sumOf(by_status)).toBe(status.rows);
    expect(status.counts).toMatchObject({ done: 37, rejected: 2, invalid: 1, skipped: 1 });
  });

  it("has the same totals by file, and names what the file is", () => {
    const [head, file, all] = tableOf(page, "Rows by the file that brought them");
    expect(head).toEqual(["File, SHA-256", "Rows", "done", "skipped", "rejected", "invalid", "Ignored lines"]);
    expect(file?.[0]).toMatch(/^<img src=x onerror=alert\(1\)>\.csv [0-9a-f]{12}$/);
    expect(file?.slice(1)).toEqual(["41", "37", "1", "2", "1", "0"]);
    expect(all?.slice(1, -1)).toEqual(["41", "37", "1", "2", "1"]);
  });

  it("says what is left in one sentence, why, and what to do", async () => {
    expect(sentenceOf(page)).toBe("3 rows need attention");
    const causes = tableOf(page, "Causes, the most frequent first").slice(1);
    const { json } = await hire(["status", "--json"], desk);
    expect(causes.map(([count]) => toNumber(count))).toEqual(
      json.problems.map(({ count }: { count: number }) => count),
    );
    expect(causes.map(([, status]) => status).sort()).toEqual(["invalid", "rejected", "rejected"]);
    expect(page).toContain("<code>hire-import failures -o failed.csv</code>");
    expect(page).toContain("<code>hire-import retry --only rejected</code>");
    expect(page).toContain("<code>hire-import verify</code>");
  });

  it("tells the pace, the throttles, the outage, the doubts and the runs as the ledger has them", async () => {
    const { rates, throttled, outages } = plotOf(page);
    expect(Math.max(...rates.map((rate) => rate ?? 0))).toBeGreaterThan(1);
    expect(throttled.reduce((sum, count) => sum + count)).toBe(2);
    expect(outages).toHaveLength(1);
    expect(tableOf(page, "Outages")).toHaveLength(2);
    const doubts = tableOf(page, "Unclear responses").slice(1);
    expect(doubts.at(-1)).toEqual(["rows affected", "16"]);
    expect(doubts.slice(0, -1).reduce((sum, [, , count]) => sum + toNumber(count), 0)).toBe(16);
    const [, first, second] = tableOf(page, "Runs, the latest last");
    expect(first).toMatchObject({ 0: "1 run", 3: "not finished: rows are still to be sent" });
    expect(second).toMatchObject({ 0: "2 run", 3: "finished; some rows not imported" });
    const { json } = await hire(["status", "--json"], desk);
    expect(toNumber(second?.[4])).toBe(json.requests.sent);
  });

  it("shows every attack as text", () => {
    for (const attack of Object.values(HOSTILE)) expect(page).not.toContain(attack);
    expect(page.match(/<(img|u|svg onload)\b/)).toBeNull();
    expect(page.match(/<script/g)).toHaveLength(3);
    const causes = tableOf(page, "Causes, the most frequent first").flat().join(" ");
    expect(causes).toContain(`(column ${HOSTILE.column})`);
    expect(causes).toContain(HOSTILE.cell.slice(0, 30));
  });

  it("is one file of its owner's alone, and loads nothing", () => {
    expect(statSync(join(desk.cwd, "report.html")).mode & 0o777).toBe(0o600);
    expect(page.length).toBeLessThan(150_000);
    expect(page).toContain('Content-Security-Policy" content="default-src &#39;none&#39;;');
    expect(markupOf(page)).not.toMatch(/<[^>]*\s(?:src|href|srcset|action)\s*=/);
    expect(page.match(/url\(|@import/)).toBeNull();
    expect(page, "the library's licence").toContain("Permission is hereby granted, free of charge");
  });
});

describe("its sentence", () => {
  it("is that the import is complete, as soon as that is so", async () => {
    const cwd = workplace(rows(5));
    const { env } = await scriptedFeishu();
    await hire(["run", "export.csv", "--limit", "2"], { cwd, env });
    expect(sentenceOf(await pageIn(cwd))).toBe("Not finished: 3 rows still to be sent");
    await hire(["run", "export.csv"], { cwd, env });
    const { json } = await hire(["report", "-o", "report.html", "--json"], { cwd });
    expect(json).toMatchObject({
      exit: 0,
      rows: 5,
      verdict: "Import complete, not verified yet: 5 imported, 0 left out",
    });
    expect(json.next).toBe("hire-import verify");
    expect(sentenceOf(readFileSync(join(cwd, "report.html"), "utf8"))).toBe(json.verdict);
  });

  it("is another one where a look back has found something else", async () => {
    const cwd = workplace(rows(5));
    const { env } = await scriptedFeishu();
    await hire(["run", "export.csv"], { cwd, env });
    await hire(["verify", "--rate", "20"], { cwd, env });
    const verified = await pageIn(cwd);
    expect(sentenceOf(verified)).toBe("Import complete, verified: 5 imported, 0 left out");
    expect(tableOf(verified, "What was read back").slice(1)).toEqual([
      ["same", "5"],
      ["different", "0"],
      ["missing", "0"],
      ["not read yet", "0"],
      ["rows chosen", "5"],
    ]);
    tamper(join(cwd, "hire-import.db"), "UPDATE verified_rows SET verdict = 'missing' WHERE row_id = 1");
    expect(sentenceOf(await pageIn(cwd))).toContain("verification found differences");
  });

  it("names a rehearsal as what it is", async () => {
    const cwd = workplace(rows(2));
    await hire(["run", "export.csv", "--sandbox"], { cwd });
    expect(await pageIn(cwd)).toContain("Nothing on this page is in the real Feishu Hire.");
  });
});

it("wants a file to write to, and none that must stay", async () => {
  const { cwd } = desk;
  const mapping = readFileSync(join(cwd, "mapping.yaml"), "utf8");
  expect(await hire(["report"], { cwd })).toMatchObject({ exit: 2, stdout: "" });
  expect((await hire(["report", "-o", "-", "--json"], { cwd })).json.error.kind).toBe("needs_output_file");
  const over = await hire(["report", "-o", "mapping.yaml", "--json"], { cwd });
  expect(over.json.error.kind).toBe("would_overwrite");
  expect(readFileSync(join(cwd, "mapping.yaml"), "utf8")).toBe(mapping);
  expect((await hire(["report", "-o", "-"], { cwd })).stdout).toMatch(/^<!doctype html>/);
  expect(await hire(["report", "-o", "r.html", "-l", "none.db"], { cwd })).toMatchObject({ exit: 2 });
});
