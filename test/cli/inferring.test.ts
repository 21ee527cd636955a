import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { query, talent } from "./exports.js";
import { folder, hire } from "./program.js";

const MAPPING = `target: external-application
timezone: Asia/Shanghai
fields:
  external_id: id
  talent_id: talent
  create_time: created
  modify_time: ended
`;

let cwd: string;
beforeEach(() => {
  cwd = folder();
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
});

/** Rows with these times, from line 2 on: `created|ended`. */
function place(name: string, ...all: readonly string[]): void {
  const lines = all.map((times, n) => `${name}-${n},${talent(n + 1)},${times.replace("|", ",")}\n`);
  writeFileSync(join(cwd, name), `id,talent,created,ended\n${lines.join("")}`);
}

const call = (...args: string[]) => hire(args, { cwd });
const json = async (...args: string[]) => JSON.parse((await call(...args, "--json")).stdout);

describe("a time without a format", () => {
  it("is told by check with two samples, for people and for programs", async () => {
    place("a.csv", "03/08/2024 10:30|2024-08-05", "13/08/2024 10:30|");
    const { stdout, exit } = await call("check", "a.csv");
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /^a\.csv: create_time is written dd\/MM\/yyyy H:mm \(03\/08\/2024 10:30 is 2024-08-03T10:30:00\+08:00, 13/m,
    );
    const { exports } = await json("check", "a.csv");
    expect(exports).toMatchObject([
      {
        export: "a.csv",
        times: {
          create_time: { formats: ["dd/MM/yyyy H:mm"], cells: 2 },
          modify_time: {
            formats: ["iso"],
            cells: 1,
            samples: [{ text: "2024-08-05", read: "2024-08-05T00:00:00+08:00" }],
          },
        },
      },
    ]);
  });

  it("is told by run before it sends, and by the next run again", async () => {
    place("a.csv", "13/08/2024|");
    for (const _ of [1, 2]) {
      const ran = await call("run", "a.csv", "--sandbox", "--rate", "500");
      expect(ran).toMatchObject({ exit: 0 });
      expect(ran.stderr).toMatch(
        /^a\.csv: create_time is written dd\/MM\/yyyy \(13\/08\/2024 is 2024-08-13T00:00:00\+08:00\)$/m,
      );
    }
    const [row] = query<{ created: number }>(
      join(cwd, "hire-import.db"),
      "SELECT payload ->> '$.create_time' AS created FROM rows",
    );
    expect(row?.created).toBe(Date.UTC(2024, 7, 12, 16));
  });

  it("stops check and run where it could be day-first or month-first, and nothing is sent", async () => {
    place("a.csv", "03/08/2024|", "04/08/2024|");
    const checked = await call("check", "a.csv");
    expect(checked).toMatchObject({ exit: 2, stdout: "" });
    expect(checked.stderr).toMatch(
      /a\.csv: create_time \(column created\) could have the day first or the month first/,
    );
    expect(checked.stderr).toMatch(
      /^ {2}is 2024-08-03T00:00:00\+08:00 with {2}create_time: \{ …, format: "dd\/MM\/yyyy" \}$/m,
    );
    expect(checked.stderr).toMatch(
      /^ {2}is 2024-03-08T00:00:00\+08:00 with {2}create_time: \{ …, format: "MM\/dd\/yyyy" \}$/m,
    );
    const { exit, error, rows, requests } = await json("run", "a.csv", "--sandbox");
    expect({ exit, kind: error.kind, rows, sent: requests.sent }).toEqual({
      exit: 2,
      kind: "ambiguous_time",
      rows: 0,
      sent: 0,
    });
    writeFileSync(join(cwd, "mapping.yaml"), MAPPING.replace("created", '{ column: created, format: "dd/MM/yyyy" }'));
    expect(await call("run", "a.csv", "--sandbox", "--rate", "500")).toMatchObject({ exit: 0 });
  });

  it("is warned of where two exports write it in different ways", async () => {
    place("a.csv", "13/08/2024|");
    place("b.csv", "08/13/2024|");
    const { warnings, exit } = await json("check", "a.csv", "b.csv");
    expect(exit).toBe(0);
    expect(warnings).toMatchObject([{ kind: "formats_differ", field: "create_time" }]);
    expect(warnings[0].message).toMatch(/a\.csv: dd\/MM\/yyyy; b\.csv: MM\/dd\/yyyy/);
  });
});

describe("what is doubtful about rows", () => {
  it("is counted by check, and keeps no row from being sent", async () => {
    const late = Array.from({ length: 30 }, () => "2024-08-05 10:00|2024-08-01");
    place("a.csv", ...late, "2098-01-01|", "2024-08-05 10:00|2024-08-05");
    const { stdout, exit } = await call("check", "a.csv");
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /^ {5}30 {2}warning {2}modify_time: .* before it was created .*\n {9}line 2, line 3, line 4 and 27 more$/m,
    );
    const { warnings, counts } = await json("check", "a.csv");
    expect(counts.pending).toBe(32);
    expect(warnings).toMatchObject([
      { kind: "ended_before_created", field: "modify_time", value: null, count: 30, export: "a.csv" },
      { kind: "in_future", field: "create_time", count: 1, lines: [32] },
    ]);
    expect(warnings[0].lines).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
  });

  it("is no row that is not to be sent", async () => {
    place("a.csv", "2098-01-01|gestern", "2024-08-05|");
    expect(await json("check", "a.csv")).toMatchObject({ exit: 1, warnings: [] });
  });
});
