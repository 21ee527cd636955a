import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, hire } from "../cli/program.js";
import { echoingFeishu } from "./echoing-feishu.js";

/** What rows of a history say of people, each once, in the order of its columns. */
const SECRETS = {
  name: "Canary Mei Lin",
  mail: "canary.mei@example.org",
  phone: "13800007719",
  card: "11010519491231002X",
  school: "Canary University of Everything",
  file: "canary-cv.pdf",
  text: "canary said that the salary of the spouse was the reason, and that the knee hurts since the operation",
  said: "canary interviewer found the candidate rude",
  by: "Canary Interviewer",
  owner: "Canary Recruiter",
  state: "canary offer declined for a sick child",
  finding: "canary check found a conviction of 2009",
  unused: "canary-never-mapped",
} as const;

interface Kind {
  readonly mapping: string;
  readonly head: string;
  readonly row: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  talent: {
    mapping: `target: talent
fields:
  external_id: id
  name: name
  email: mail
  mobile: phone
  identification_number: card
  education_list: [{ school: school }]
`,
    head: "id,name,mail,phone,card,school,unused",
    row: `K-1,${SECRETS.name},${SECRETS.mail},${SECRETS.phone},${SECRETS.card},${SECRETS.school},${SECRETS.unused}`,
  },
  attachment: {
    mapping: "target: attachment\nfields: { external_id: id, file: file }\n",
    head: "id,file,unused",
    row: `K-1,files/${SECRETS.file},${SECRETS.unused}`,
  },
  note: {
    mapping: "target: note\nfields: { external_id: id, talent_id: talent, content: text }\n",
    head: "id,talent,text,unused",
    row: `K-1,6930815272790200007,"${SECRETS.text}",${SECRETS.unused}`,
  },
  interview: {
    mapping: `target: external-interview
fields:
  external_id: id
  external_application_id: application
  interview_assessments: [{ username: by, content: said }]
`,
    head: "id,application,by,said,unused",
    row: `K-1,6930815272790200007,${SECRETS.by},${SECRETS.said},${SECRETS.unused}`,
  },
  offer: {
    mapping: `target: external-offer
fields: { external_id: id, external_application_id: application, owner: owner, offer_status: state }
`,
    head: "id,application,owner,state,unused",
    row: `K-1,6930815272790200007,${SECRETS.owner},${SECRETS.state},${SECRETS.unused}`,
  },
  check: {
    mapping: `target: external-background-check
fields: { external_id: id, external_application_id: application, name: text, result: finding }
`,
    head: "id,application,text,finding,unused",
    row: `K-1,6930815272790200007,"${SECRETS.text}",${SECRETS.finding},${SECRETS.unused}`,
  },
};

const NEVER = Object.values(SECRETS).map((secret) => secret.toLowerCase());
const CREDENTIALS = { FEISHU_APP_ID: "cli_private", FEISHU_APP_SECRET: "canary-app-secret" };

const foundIn = (text: string, what: readonly string[] = NEVER) =>
  [...what, CREDENTIALS.FEISHU_APP_SECRET, "t-private"].filter((secret) => text.toLowerCase().includes(secret));

function workplace({ mapping, head, row }: Kind): string {
  const cwd = folder();
  writeFileSync(join(cwd, "export.csv"), `${head}\n${row}\n`);
  writeFileSync(join(cwd, "mapping.yaml"), mapping);
  writeFileSync(join(cwd, "plan.yaml"), "steps:\n  - { name: step, mapping: mapping.yaml, exports: export.csv }\n");
  mkdirSync(join(cwd, "files"));
  writeFileSync(join(cwd, "files", SECRETS.file), "CV");
  return cwd;
}

/** Feishu's own words about a refusal are kept and told, and so is what it repeats in them; never in the log. */
const ANSWERS = {
  "refuses and repeats all that it was sent": {
    in_its_words: true,
    how: (all: string) => ({ status: 400, body: { code: 4711, msg: all } }),
  },
  "fails and repeats all that it was sent": {
    in_its_words: true,
    how: (all: string) => ({ status: 500, body: { code: 5_000_001, msg: all } }),
  },
  "is no Feishu and sends everything back": {
    in_its_words: false,
    how: (all: string) => ({ status: 200, body: all }),
  },
  "answers with what is not the row's": {
    in_its_words: false,
    how: (all: string) => ({
      status: 200,
      body: { code: 0, msg: all, data: { talent_list: [], note: { id: "1", content: all }, name: all } },
    }),
  },
};

/** Each kind meets an answer, and each answer a kind: which is which does not matter. */
const MEETINGS = [
  ["talent", "refuses and repeats all that it was sent"],
  ["talent", "is no Feishu and sends everything back"],
  ["attachment", "answers with what is not the row's"],
  ["note", "fails and repeats all that it was sent"],
  ["interview", "is no Feishu and sends everything back"],
  ["offer", "answers with what is not the row's"],
  ["check", "fails and repeats all that it was sent"],
] as const;

describe("what rows say of people", () => {
  it.each(MEETINGS)("is told in no log, message or page: a %s, where Feishu %s", async (name, way) => {
    const [kind, answer] = [KINDS[name] as Kind, ANSWERS[way]];
    const cwd = workplace(kind);
    const env = { ...(await echoingFeishu(answer.how)), ...CREDENTIALS };
    const call = (...args: string[]) => hire(args, { cwd, env });
    const flags = ["-v", "--log-file", "run.log", "--max-outage", "1s", "--max-duration", "1s", "--max-attempts", "1"];
    const ran = await call("migrate", "plan.yaml", ...flags);
    await call("retry", "-l", "step.db", "--only", "failed,rejected,in_doubt", ...flags);
    const status = await call("status", "-l", "step.db");
    await call("results", "-l", "step.db", "-o", "results.csv");
    for (const { stdout, stderr } of [ran, status]) {
      expect(foundIn(answer.in_its_words ? stderr : stdout + stderr)).toEqual([]);
    }
    const pages = ["plan.html", "results.csv", join("plan-steps", "step.html")];
    for (const name of ["run.log", ...(answer.in_its_words ? [] : pages)]) {
      expect({ name, found: foundIn(readFileSync(join(cwd, name), "latin1")) }).toEqual({ name, found: [] });
    }
    // The payload is what is to be sent; what no field uses is nowhere, and nobody else may read it.
    for (const name of readdirSync(cwd).filter((each) => each.startsWith("step.db"))) {
      const bytes = readFileSync(join(cwd, name), "latin1");
      expect({ name, found: foundIn(bytes, [SECRETS.unused]) }).toEqual({ name, found: [] });
      expect({ name, mode: statSync(join(cwd, name)).mode & 0o077 }).toEqual({ name, mode: 0 });
    }
  });
});
