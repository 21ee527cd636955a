import { describe, expect, it } from "vitest";
import { contentOf, field, proposed, type Table, table, undecidedOf } from "./draft-support.js";

const pad = (n: number): string => String(n).padStart(2, "0");
const talent = (n: number): string => `69308152727902${String(10_000 + n * 7)}`;
const BASE = { "Application ID": (n: number) => `A-${n}`, talent_id: talent };
const of = (count: number, cells: Readonly<Record<string, (n: number) => string>>): Table[] => [
  table(count, { ...BASE, ...cells }),
];

describe("a time's format", () => {
  it("is day first by proof, with two readings", () => {
    const found = proposed(of(20, { "Applied On": (n) => `${pad(n)}/03/2024` }));
    expect(contentOf(found).fields.create_time).toEqual({ column: "Applied On", format: "dd/MM/yyyy" });
    expect(found.text).toContain("# 01/03/2024 is 2024-03-01; 02/03/2024 is 2024-03-02\n");
  });

  it("is for a person to decide where no cell proves it: both readings are shown", () => {
    const found = proposed(of(12, { "Applied On": (n) => `${pad(n)}/03/2024` }), "UTC");
    expect(undecidedOf(found)).toEqual(["fields.create_time.format"]);
    expect(found.text).toMatch(/# format: "dd\/MM\/yyyy" reads (\d\d)\/03\/2024 as 2024-03-\1\n/);
    expect(found.text).toMatch(/# format: "MM\/dd\/yyyy" reads (\d\d)\/03\/2024 as 2024-\1-03\n/);
  });

  it("is for a person to decide where cells exclude each other", () => {
    const found = proposed(of(6, { "Applied On": (n) => (n % 2 === 0 ? "13/02/2024" : "02/14/2024") }), "UTC");
    expect(undecidedOf(found)).toEqual(["fields.create_time.format"]);
    expect(found.text).toContain("line 2, 02/14/2024, is no dd/MM/yyyy");
  });

  it("is left to be found out where one column proves what another leaves open, or exports differ", () => {
    const rejected = (n: number) => (n % 2 === 0 ? `${n + 12}/03/2024` : "");
    const withdrawn = (n: number) => (n % 2 === 0 ? "" : "05/03/2024");
    const found = proposed(of(8, { "Rejection Date": rejected, "Withdrawal Date": withdrawn }), "UTC");
    expect(contentOf(found).fields.modify_time).toEqual({ columns: ["Rejection Date", "Withdrawal Date"] });
    const [day_first] = of(4, { "Applied On": () => "13/02/2024" }) as [Table];
    const [month_first] = of(4, { "Applied On": () => "02/14/2024" }) as [Table];
    const both = proposed([day_first, month_first], "UTC");
    expect(contentOf(both).fields.create_time).toEqual({ column: "Applied On" });
    expect(undecidedOf(both)).toEqual([]);
  });

  it("with years of two digits asks whether they may be read", () => {
    const found = proposed(of(6, { "Applied On": (n) => `${n}/28/24` }), "UTC");
    expect(undecidedOf(found)).toEqual(["fields.create_time.two_digit_years"]);
  });

  it.each([
    ["2024-03-05T10:30:00", ["timezone"]],
    ["2024-03-05", ["timezone"]],
    ["2024-03-05T10:30:00+08:00", []],
    ["2024-03-05T10:30Z", []],
  ])("%s needs a zone, or none", (text, undecided) => {
    expect(undecidedOf(proposed(of(6, { "Applied On": () => text })))).toEqual(undecided);
  });

  it("is not asked of the column that any edit moves", () => {
    const found = proposed(of(6, { "Application Updated": () => "2024-03-05T10:30Z", 更新时间: () => "2024-03-05" }));
    expect(field(found, "modify_time")).toMatchObject({
      verdict: "left_out",
      reason: "no matching column; columns with times: Application Updated, 更新时间",
    });
  });
});

describe("the id of a row", () => {
  const talents = { talent_id: talent };
  it("is the column that is called so", () => {
    expect(field(proposed(of(6, { ID: (n) => `c${n}` })), "external_id")).toMatchObject({
      verdict: "sure",
      columns: ["Application ID"],
    });
  });

  it("is looked at as far as a repeat would show", () => {
    expect(field(proposed(of(20_000, {})), "external_id").reason).toBe(
      "matched by name; the first 16,384 are different",
    );
  });

  it("may come again in another export: they overlap", () => {
    const [one] = of(30, {}) as [Table];
    const reason = "matched by name; all 60 are different";
    expect(field(proposed([one, one]), "external_id")).toMatchObject({ verdict: "sure", reason });
  });

  it("is made of person and job where no column is it, and repeats of one are no matter", () => {
    const cells = { ...talents, "Candidate ID": (n: number) => `c${n % 5}`, "Job ID": (n: number) => `j${n % 7}` };
    const found = proposed([table(30, cells)]);
    expect(contentOf(found).fields.external_id).toEqual({ template: "{Candidate ID}-{Job ID}" });
    expect(field(found, "external_id").verdict).toBe("likely");
  });

  it("is not there for rows without one of its parts, which are proposed to stay behind", () => {
    const cells = { ...talents, "Candidate ID": (n: number) => `c${n}`, "Job ID": (n: number) => (n < 4 ? "" : "j1") };
    const found = proposed([table(30, cells)]);
    expect(field(found, "external_id").reason).toContain("all 27 are different");
    expect(found.text).toContain("# 3 rows without all of these cannot be sent: see where.\n");
    expect(found.text).toContain("#   - { column: Job ID, empty: false }  # 3 rows have none\n");
  });

  it("takes the day in where person and job come again", () => {
    const cells = {
      ...talents,
      "Candidate ID": (n: number) => `c${n % 4}`,
      "Job ID": () => "j1",
      "Applied On": (n: number) => `2024-03-${pad(n)}`,
    };
    const found = proposed([table(28, cells)]);
    expect(contentOf(found).fields.external_id).toEqual({ template: "{Candidate ID}-{Job ID}-{Applied On}" });
  });

  it("is for a person to decide where the column that is called so repeats itself", () => {
    const found = proposed([table(30, { ...talents, "Application ID": (n) => `A-${n % 10}` })]);
    expect(undecidedOf(found)).toEqual(["fields.external_id"]);
    expect(field(found, "external_id").reason).toContain("again and again (10 unique of 30)");
  });

  it("is the only column of ids without repeats, whatever its title; of two, a person decides", () => {
    const one = { ...talents, rcf1: (n: number) => `x${n}`, rcf2: (n: number) => `g${n % 3}` };
    expect(field(proposed([table(30, one)]), "external_id")).toMatchObject({ verdict: "likely", columns: ["rcf1"] });
    const two = proposed([table(30, { ...one, rcf3: (n: number) => `y${n}` })]);
    expect(undecidedOf(two)).toEqual(["fields.external_id"]);
    expect(two.text).toContain("It could also be: rcf1, rcf3.");
  });

  it("is never the number of a line, a time, or what a person is reached by", () => {
    const cells = {
      ...talents,
      序号: (n: number) => String(n),
      x1: (n: number) => `a${n}@example.com`,
      x2: (n: number) => `2024-03-${pad(n)}`,
      x3: (n: number) => `1380000${1000 + n}`,
    };
    expect(undecidedOf(proposed([table(28, cells)], "UTC"))).toEqual(["fields.external_id"]);
  });
});

describe("the talent of a row", () => {
  const ids = { "Application ID": (n: number) => `A-${n}` };
  it("is told by title and form: another id of that title is not it", () => {
    const found = proposed([table(8, { ...ids, 人才ID: (n) => `T${n}`, x: talent })]);
    expect(field(found, "talent_id")).toMatchObject({ verdict: "likely", columns: ["x"] });
  });

  it("may be damaged, and is it all the same", () => {
    const found = proposed([table(8, { ...ids, 人才ID: () => "6.96066E+18" })]);
    expect(field(found, "talent_id")).toMatchObject({ verdict: "sure", columns: ["人才ID"] });
    expect(found.text).toContain("8 of them look damaged by a spreadsheet");
  });

  it("is asked for by mail and phone where no column holds it", () => {
    const people = {
      邮箱: (n: number) => `a${n}@example.com`,
      手机: (n: number) => `1380000${1000 + n}`,
      国家码: () => "86",
    };
    const found = proposed([table(8, { ...ids, ...people })]);
    expect(contentOf(found).fields.talent_id).toEqual({
      resolve: { email: "邮箱", mobile: "手机", mobile_code: "国家码" },
    });
  });

  it("is not asked for by a column of mails in which no mails stand", () => {
    expect(undecidedOf(proposed([table(8, { ...ids, Email: (n) => `user${n}` })]))).toEqual(["fields.talent_id"]);
  });

  it("is for a person to decide where mails may be a recruiter's", () => {
    const found = proposed([table(8, { ...ids, 负责人邮箱: () => "hr@example.com" })]);
    expect(undecidedOf(found)).toEqual(["fields.talent_id"]);
    expect(found.text).toContain("Columns with email addresses: 负责人邮箱.");
    expect(found.text).not.toContain("hr@");
  });
});

describe("values", () => {
  it("stand with their counts, the most frequent first, filled in where they mean one thing only", () => {
    const found = proposed(of(10, { Origin: (n) => (n > 7 ? "Agency" : n > 2 ? "applied" : "Referred") }));
    expect(contentOf(found).fields.delivery_type.values).toEqual({ applied: "2", Agency: "TODO", Referred: "3" });
    expect(field(found, "delivery_type")).toMatchObject({
      verdict: "to_decide",
      reason: "matched by name; 2 of 3 values are known",
    });
    expect(found.text).toContain("applied: 2  # 5 rows\n      Agency: TODO  # 3 rows\n      Referred: 3  # 2 rows");
  });

  it("tell of two columns which is meant, where no title is sure", () => {
    const boards = ["BOSS直聘", "猎聘", "官网", "内推"];
    const kinds = ["主动投递", "内部推荐", "其他", "HR搜寻"];
    const found = proposed(
      of(40, { 简历来源: (n) => boards[n % 4] as string, 来源渠道: (n) => kinds[n % 4] as string }),
    );
    expect(field(found, "delivery_type")).toMatchObject({ verdict: "likely", columns: ["来源渠道"] });
    expect(field(found, "resume_source").columns).toEqual(["简历来源"]);
    expect(undecidedOf(found)).toEqual([]);
    const sure = proposed(of(40, { 来源类型: () => "一", 来源渠道: (n) => kinds[n % 4] as string }));
    expect(field(sure, "delivery_type").columns).toEqual(["来源类型"]);
  });

  it("of which many are unknown are decided together", () => {
    const found = proposed(of(300, { Source: (n) => (n % 3 === 0 ? "Referral" : `Board ${n % 40}`) }));
    expect(undecidedOf(found)).toEqual(["fields.delivery_type.otherwise"]);
    expect(contentOf(found).fields.delivery_type.values).toEqual({ Referral: "3" });
    expect(found.text).toMatch(/# Board \d+: TODO {2}# \d rows/);
  });

  it("that are mail addresses, phone numbers or long are shown nowhere", () => {
    const values = ["a.b@example.com", "+44 1632 960001", "x".repeat(41), "Referral"];
    const found = proposed(of(20, { Source: (n) => values[n % 4] as string }));
    expect(contentOf(found).fields.delivery_type.values).toEqual({ Referral: "3" });
    expect(undecidedOf(found)).toEqual(["fields.delivery_type.otherwise"]);
    expect(found.text).not.toMatch(/@example|1632|xxxx/);
  });

  it("spelled in several ways are one", () => {
    const found = proposed(of(9, { Origin: (n) => ["Applied", "APPLIED", " applied\u3000"][n % 3] as string }));
    expect(found.text).toMatch(/Applied: 2 {2}# 9 rows\n/i);
  });
});

describe("what else is found", () => {
  it("spellings of nothing go into `empty`, beside the usual ones", () => {
    const found = proposed(of(6, { "Rejection Reason": (n) => ["None specified", "—", "Other"][n % 3] as string }));
    expect(contentOf(found).empty).toEqual(["", "-", "N/A", "#N/A", "NULL", "无", "—", "None specified"]);
    expect(contentOf(proposed(of(6, { "Rejection Reason": () => "N/A" }))).empty).toBeUndefined();
  });

  it("rows that still run, or were hired, are proposed to stay behind, as a comment", () => {
    const found = proposed(of(6, { Status: (n) => ["Active", "Rejected", "Hired"][n % 3] as string }));
    expect(found.text).toContain("# where:\n#   - { column: Status, not_in: [Active] }  # 2 rows still running\n");
    expect(found.text).toContain("#   - { column: Status, not_in: [Hired] }  # 2 rows hired\n");
    expect(contentOf(found).where).toBeUndefined();
    const chinese = proposed(of(6, { 候选人状态: (n) => ["流程中", "已淘汰", "已入职"][n % 3] as string }));
    expect(chinese.text).toContain("#   - { column: 候选人状态, not_in: [流程中] }  # 2 rows still running\n");
    expect(chinese.text).toContain("#   - { column: 候选人状态, not_in: [已入职] }  # 2 rows hired\n");
  });

  it("a column that another field has is no alternative", () => {
    const sources = { Source: () => "Indeed", "Source Detail": () => "x", "Source Type": () => "Applied" };
    expect(proposed(of(6, sources)).text).toContain("# It could also be: Source Detail.\n  resume_source: Source\n");
  });

  it("columns that add up come together", () => {
    const found = proposed(
      of(6, {
        "Rejection Reason": (n) => (n % 2 === 0 ? "Other" : ""),
        "Withdrawal Reason": (n) => (n % 2 === 0 ? "" : "Took another job"),
      }),
    );
    expect(contentOf(found).fields.termination_reason).toEqual({ columns: ["Rejection Reason", "Withdrawal Reason"] });
  });

  it("a column that a mapping cannot name, or that not every export has, is not proposed", () => {
    const twice = { titles: ["Application ID", "talent_id", "Source", "source"], rows: [["1", talent(1), "a", "b"]] };
    expect(field(proposed([twice]), "resume_source").verdict).toBe("left_out");
    const [first] = of(6, { Stage: () => "Interview" }) as [Table];
    expect(field(proposed([first, table(6, BASE)]), "stage").verdict).toBe("left_out");
    expect(proposed([first, table(6, BASE)]).text).toContain("#   Stage  (only in 1 of 2 exports)");
  });

  it("columns that nothing uses are named, and nothing of what stands in them", () => {
    const found = proposed(of(6, { Notes: (n) => `secret ${n}`, Department: () => "Secret unit" }));
    expect(found.text).toMatch(/not stored, not sent\):\n# {3}Notes\n# {3}Department\n$/);
    expect(found.text).not.toMatch(/secret/i);
  });
});

describe("words for nothing", () => {
  it("are proposed with their counts, and what may be an answer is told", () => {
    const words = ["nan", "暂无", "False", "\\N", "nan", "Declined"];
    const found = proposed([
      table(6, { "Application ID": (n) => `A-${n}`, "Rejection Reason": (n) => words[n - 1] as string }),
    ]);
    expect(contentOf(found).empty).toEqual(["", "-", "N/A", "#N/A", "NULL", "无", "nan", "暂无", "\\N"]);
    expect(found.text).toContain("In this export: nan (2), 暂无 (1), \\N (1).");
    expect(found.text).toContain("These may mean nothing, too, and are kept as they are: False (1).");
  });
});

describe("a title with what nobody can see", () => {
  it("is known, and written as one sees it", () => {
    const found = proposed([
      table(6, {
        "Application\u00a0ID": (n) => `A-${n}`,
        "\u200bStage": () => "Offer",
        "Reason\u200f": () => "Declined",
      }),
    ]);
    expect(contentOf(found).fields).toMatchObject({ external_id: "Application ID", stage: "Stage" });
    expect(found.text).not.toMatch(/[\u200b\u200f\u00a0]/);
  });

  it("that another column has, too, names neither", () => {
    const found = proposed([
      table(6, { "Application ID": (n) => `A-${n}`, Stage: () => "Offer", "Sta\u00adge": () => "x" }),
    ]);
    expect(found.text).toContain("#   Stage  (twice in the header; to use it, rename one of them)");
  });
});
