import { describe, expect, it } from "vitest";
import { rows, tamper, workplace } from "../cli/exports.js";
import { hire } from "../cli/program.js";
import { scriptedFeishu } from "../cli/scripted.js";
import { atTerminal, HAS_TERMINAL } from "../support/terminal.js";

describe.skipIf(!HAS_TERMINAL)("a question that is declined", () => {
  const imported = async () => {
    const cwd = workplace(rows(3));
    const { env } = await scriptedFeishu();
    await hire(["run", "export.csv"], { cwd, env });
    return { cwd, env };
  };

  it.each([
    ["yes", "yes\r"],
    ["Enter", "\r"],
    ["another number", "30\r"],
    ["Ctrl-C", "\u0003"],
  ])("undo, by %s: cancelled, and no command that would do it unasked", async (_, typed) => {
    const { cwd, env } = await imported();
    const undo = atTerminal(["undo"], { cwd, env });
    await undo.says(/Type 3 to delete them, or press Enter to cancel: /);
    undo.type(typed);
    expect(await undo.ended).toBe(2);
    const shown = undo.screen.shown.join("\n");
    expect(shown).toContain("This permanently deletes 3 records in Feishu Hire");
    expect(shown).toContain("Cancelled. Nothing was deleted.");
    expect(shown).not.toMatch(/error:|next:|--confirm|stopping/i);
    expect((await hire(["undo", "--json"], { cwd, env })).json.undone.records).toBe(3);
  });

  it("run --update-changed: the same", async () => {
    const { cwd, env } = await imported();
    tamper(
      `${cwd}/hire-import.db`,
      "UPDATE rows SET sent_payload = json_set(payload, '$.stage', 'Offer') WHERE id < 3",
    );
    const run = atTerminal(["run", "export.csv", "--update-changed"], { cwd, env });
    await run.says(/Type 2 to overwrite them, or press Enter to cancel: /);
    run.type("\r");
    expect(await run.ended).toBe(2);
    const shown = run.screen.shown.join("\n");
    expect(shown).toContain("Cancelled. Nothing was sent.");
    expect(shown).not.toMatch(/error:|next:|--confirm/);
  });
});
