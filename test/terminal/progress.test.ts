import { describe, expect, it } from "vitest";
import { progressLine } from "../../src/cli/progress-line.js";
import { fitted, widthOf, wrapped } from "../../src/model/width.js";
import { rows, workplace } from "../cli/exports.js";
import { hire } from "../cli/program.js";
import { scriptedFeishu } from "../cli/scripted.js";
import { atTerminal, HAS_TERMINAL } from "../support/terminal.js";

const MOVING = /\[#*-*\] \d+%|\d+\/s/;

describe.skipIf(!HAS_TERMINAL).each([80, 200])("a terminal of %i columns", (columns) => {
  it("is as it was after a second Ctrl-C, and says what became of the rows", async () => {
    const cwd = workplace(rows(40));
    const { env, has } = await scriptedFeishu(() => ({ how: "hang", acts: true }));
    const run = atTerminal(["run", "export.csv"], { cwd, env, columns });
    await has(3);
    await run.says(/\d+\/s of 20/);
    run.type("\u0003");
    await run.says(/Stopping after/);
    run.type("\u0003");
    expect(await run.ended).toBe(130);
    const shown = run.screen.shown.join("\n");
    expect(shown.replace(/\s+/g, " ")).toContain("Press Ctrl-C again to quit now.");
    expect(shown).toContain("Stopped at once. Nothing is lost; run the same command to continue.");
    expect({ cursor: run.screen.cursor_shown, wraps: run.screen.wraps }).toEqual({ cursor: true, wraps: true });
    expect(shown).not.toMatch(MOVING);
  });

  it("shows messages whole while the line moves, and nothing of it is left behind", async () => {
    const cwd = workplace(rows(30));
    let is_down = true;
    const feishu = await scriptedFeishu(({ external_id }) =>
      Number(external_id.slice(2)) > 8 && is_down ? { how: "cut" } : "ok",
    );
    const run = atTerminal(["run", "export.csv"], { cwd, env: feishu.env, columns });
    await run.says(/Feishu is unreachable/);
    is_down = false;
    await run.says(/Feishu is back/);
    run.type("\u0003");
    await run.ended;
    const shown = run.screen.shown.join(" ").replace(/\s+/g, " ");
    expect(shown).toMatch(/Feishu is unreachable \(.+?\)\. Retrying; nothing is lost\./);
    expect(run.screen.shown.join("\n")).not.toMatch(MOVING);
    for (const line of run.screen.shown) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it("shows Chinese by its width: no line goes beyond the terminal, and counts stand in one column", async () => {
    const cwd = workplace(rows(30));
    const zh = { HIRE_IMPORT_LANG: "zh" };
    const feishu = await scriptedFeishu(({ external_id }) =>
      Number(external_id.slice(2)) > 4 ? { how: "hang", acts: true } : "ok",
    );
    const run = atTerminal(["run", "export.csv"], { cwd, env: { ...feishu.env, ...zh }, columns });
    await feishu.has(6);
    await run.says(/每?\d+\/秒（上限 20）|\d+ \/ 30/);
    run.type("\u0003");
    await run.says(/正在停止，等待进行中的请求结束/);
    run.type("\u0003");
    expect(await run.ended).toBe(130);
    expect(run.screen.shown.join("\n").replace(/\n/g, "")).toContain(
      "已立即停止，数据没有丢失；执行同一命令即可继续。",
    );
    const status = atTerminal(["status"], { cwd, env: zh, columns });
    await status.ended;
    const counts = status.screen.shown.filter((line) => /^ {2}\S+ +\d+$/.test(line)).map(widthOf);
    expect(counts.length).toBeGreaterThan(1);
    expect(new Set(counts).size).toBe(1);
    for (const line of [...run.screen.shown, ...status.screen.shown]) {
      expect(widthOf(line), line).toBeLessThanOrEqual(columns);
      expect(line).not.toMatch(MOVING);
    }
  });

  it("has one line of status --watch, in place", async () => {
    const cwd = workplace(rows(60));
    let open: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    const feishu = await scriptedFeishu(({ external_id }) =>
      Number(external_id.slice(2)) < 5 ? "ok" : { how: "held", until: held },
    );
    const running = hire(["run", "export.csv"], { cwd, env: feishu.env });
    await feishu.has(6);
    const watch = atTerminal(["status", "--watch"], { cwd, columns });
    await watch.says(/of 60.*\r.*of 60/);
    expect(watch.screen.lines.length).toBe(1);
    open();
    await Promise.all([running, watch.ended]);
    expect(watch.screen.shown.join("\n")).not.toMatch(MOVING);
  });

  it("has nothing left of what init was reading", async () => {
    const cwd = workplace(rows(300));
    const init = atTerminal(["init", "export.csv", "-m", "new.yaml"], { cwd, columns });
    expect(await init.ended).toBe(0);
    expect(init.screen.shown.join("\n")).not.toContain("Looking at");
  });
});

describe("a line of progress", () => {
  const standing = {
    outlook: "6 h 58 min left (until 04:31)",
    done: 387_655,
    of: 500_000,
    more: ["rejected 12,345", "in doubt 123,456", "invalid 100,000", "20/s of 20"],
  };

  it("has the time left first, and leaves out whole parts where there is no room", () => {
    for (const columns of [40, 60, 80, 120, 200]) {
      const line = progressLine(standing, columns);
      expect(line.startsWith(standing.outlook), `${columns}`).toBe(true);
      expect(widthOf(line)).toBeLessThan(columns);
      for (const part of line.split("  ").slice(1)) {
        expect(["387,655 of 500,000", ...standing.more].includes(part) || MOVING.test(part) || part === "77%").toBe(
          true,
        );
      }
    }
    expect(progressLine(standing, 80)).toContain("387,655 of 500,000");
    expect(progressLine(standing, 200)).toContain("[###############-----] 77%");
  });
});

describe("texts on a terminal", () => {
  it("are broken between words, and where Chinese may be", () => {
    expect(wrapped("  one two three four", 12)).toBe("  one two\n  three four");
    expect(wrapped("已导入三百九十八行，", 8)).toBe("已导入三\n百九十八\n行，");
    expect(wrapped('paste { column: "归档原因" }', 20)).toBe('paste { column:\n"归档原因" }');
    expect(wrapped("https://open.feishu.cn/a/b/c", 10)).toBe("https://open.feishu.cn/a/b/c");
  });

  it("are as wide as they look", () => {
    expect([widthOf("abc"), widthOf("申请 1"), widthOf("e\u0301"), widthOf("，")]).toEqual([3, 6, 1, 2]);
    expect(fitted("申请人才", 5)).toBe("申请…");
  });
});
