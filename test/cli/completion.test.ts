import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { folder, hire } from "./program.js";

const SHELLS = ["bash", "zsh", "fish"] as const;
const isThere = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;
const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of SHELLS) scripts[shell] = (await hire(["completion", shell])).stdout;
});

/** What is typed, and what it may become. The folder holds export.csv, mapping.yaml and the folder `old`. */
const CASES: readonly (readonly [typed: string, offered: readonly string[]])[] = [
  ["hire-import re", ["report", "resolve", "results", "retry"]],
  ["hire-import run --li", ["--limit"]],
  ["hire-import run --max-", ["--max-attempts", "--max-duration", "--max-errors", "--max-outage"]],
  ["hire-import run ex", ["export.csv"]],
  ["hire-import run export.csv --mapping ma", ["mapping.yaml"]],
  ["hire-import run export.csv -m ma", ["mapping.yaml"]],
  ["hire-import results --format ", ["csv", "ndjson"]],
  ["hire-import sandbox --window f", ["fixed"]],
  ["hire-import completion z", ["zsh"]],
  ["hire-import help env", ["environment"]],
];

/** A working folder with the shell's script in it. */
function desk(shell: string): string {
  const cwd = folder();
  for (const name of ["export.csv", "mapping.yaml"]) writeFileSync(join(cwd, name), "");
  writeFileSync(join(cwd, `hire-import.${shell}`), scripts[shell] ?? "");
  return cwd;
}

function ask(shell: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd, encoding: "utf8", env: { PATH: process.env.PATH } });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

it.each(SHELLS)("a script for %s knows each command and its flags", (shell) => {
  for (const word of ["init", "run", "sandbox", "completion", "exit-codes", "update-changed", "for-spreadsheet"]) {
    expect(scripts[shell]).toContain(word);
  }
  expect(scripts[shell], "what a command does not heed").not.toMatch(/HIRE_IMPORT|undefined/);
});

describe("bash", () => {
  // What readline does: it sets the words, calls the function, and completes files where that has left `default` on.
  const PROBE = `
    compopt() { unset default; }
    source hire-import.bash
    while IFS= read -r typed; do
      COMP_WORDS=(\${typed//=/ = }); [[ $typed == *" " ]] && COMP_WORDS+=("")
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); default=1
      _hire_import
      [[ \${#COMPREPLY[@]} == 0 && -n \${default-} ]] && COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
      echo "\${COMPREPLY[*]}"
    done <<< "$TYPED"`;
  it.each([
    ...CASES,
    ["hire-import run export.csv --mapping=ma", ["mapping.yaml"]] as const,
    ["hire-import run export.csv --limit ", []] as const,
    ["hire-import status ex", []] as const,
  ])("%s", (typed, offered) => {
    const cwd = desk("bash");
    const got = ask("bash", ["--norc", "--noprofile", "-c", PROBE.replace("$TYPED", () => typed)], cwd);
    expect(got.trim().split(/\s+/).filter(Boolean).sort()).toEqual(offered);
  });

  it("is what the key brings in an interactive shell", () => {
    const line = 'source hire-import.bash\nhire-import() { echo "[$*]"; }\nhire-import resu\t--map\t -o ex\t\nexit\n';
    const { stdout } = spawnSync("script", ["-qec", "bash --norc --noprofile -i", "/dev/null"], {
      cwd: desk("bash"),
      input: line,
      encoding: "utf8",
      env: { PATH: process.env.PATH, TERM: "dumb", PS1: "" },
    });
    expect(stdout).toContain("[results --map -o export.csv]");
  });
});

describe.skipIf(!isThere("fish"))(isThere("fish") ? "fish" : "fish, which is not installed here", () => {
  it.each(CASES)("%s", (typed, offered) => {
    const got = ask("fish", ["-c", `source hire-import.fish; complete -C '${typed}'`], desk("fish"));
    const words = got.split("\n").map((line) => line.split("\t")[0] ?? "");
    expect(words.filter(Boolean).sort()).toEqual(offered);
  });
});

describe.skipIf(!isThere("zsh"))(isThere("zsh") ? "zsh" : "zsh, which is not installed here", () => {
  // One key, then the line as the editor has it.
  const RC = `autoload -U compinit; compinit -u -D; source ./hire-import.zsh
    show() { print -r -- "[$BUFFER]" >> shown; BUFFER=; }; zle -N show; bindkey '^X' show; setopt no_beep; PS1=`;
  it.each(CASES.filter(([, offered]) => offered.length === 1))("%s", (typed, [offered = ""]) => {
    const cwd = desk("zsh");
    writeFileSync(join(cwd, ".zshrc"), RC);
    const probe = `zmodload zsh/zpty; zpty -b z 'ZDOTDIR=$PWD zsh -i'; zpty -w -n z $'${typed}\\t\\x18'; i=0
      while [[ ! -s shown ]] && ((i++ < 200)); do zpty -r -t z x; sleep 0.05; done; cat shown`;
    expect(ask("zsh", ["-f", "-c", probe], cwd)).toContain(`${typed.replace(/\S*$/, "")}${offered}`);
  });
});
