/** What a person changes in the mapping that `init` proposes: a line as it stands there, and what it becomes. */
export type Change = readonly [before: string, after: string];

export interface Proposed {
  /** Folder below fixtures/. */
  readonly system: string;
  /** What somebody knows and the file does not tell. */
  readonly timezone?: string;
  readonly changes: readonly Change[];
  /** What `check` then makes of the export. */
  readonly exit: 0 | 1;
  readonly counts: Readonly<Record<string, number>>;
}

const todo = (value: string, meaning: string): Change => [`${value}: TODO`, `${value}: ${meaning}`];

export const PROPOSED: readonly Proposed[] = [
  {
    system: "smartrecruiters",
    timezone: "Europe/Berlin",
    changes: [todo("UPLOADED", "1"), todo("AGENCY_PORTAL", "4")],
    exit: 0,
    counts: { pending: 40 },
  },
  {
    system: "greenhouse-report",
    timezone: "Europe/London",
    changes: [
      todo("LinkedIn (Prospecting)", "1"),
      todo("LinkedIn", "2"),
      ["# where:", "where:"],
      ["#   - { column: Status,", "  - { column: Status,"],
      ["#   - { column: Job ID,", "  - { column: Job ID,"],
    ],
    exit: 0,
    counts: { pending: 35, skipped: 5 },
  },
  { system: "lever", timezone: "UTC", changes: [todo("Agency", "4")], exit: 0, counts: { pending: 30 } },
  {
    system: "easycruit",
    timezone: "Europe/Stockholm",
    changes: [todo("Mässa", "4")],
    exit: 1,
    counts: { pending: 23, invalid: 2 },
  },
  {
    system: "moka-gbk",
    timezone: "Asia/Shanghai",
    changes: [todo("猎头推荐", "4")],
    exit: 0,
    counts: { pending: 30 },
  },
  {
    system: "moka-damaged",
    timezone: "Asia/Shanghai",
    changes: [todo("猎头推荐", "4")],
    exit: 1,
    counts: { invalid: 30 },
  },
  { system: "icims", changes: [], exit: 0, counts: { pending: 24 } },
  {
    system: "messy",
    timezone: "America/New_York",
    changes: [todo("Job Fair", "4"), todo("LinkedIn", "2")],
    exit: 1,
    counts: { pending: 35, invalid: 1 },
  },
  {
    system: "taleo",
    timezone: "America/Chicago",
    changes: [todo("Indeed", "2")],
    exit: 0,
    counts: { pending: 24 },
  },
  {
    system: "clearcompany",
    timezone: "America/Denver",
    changes: [
      todo('"Referral: J. Example"', "3"),
      todo("Indeed", "2"),
      ["# termination_type:", "termination_type:"],
      ["# where:", "where:"],
      [
        "#   - { column: Current Macro Workflow Stage, not_in: [Int",
        "  - { column: Current Macro Workflow Stage, not_in: [Int",
      ],
    ],
    exit: 0,
    counts: { pending: 23, skipped: 9 },
  },
];

/** The bundled exports whose mappings were written by hand: what `init` makes of them runs as well. */
export const BUNDLED: readonly Proposed[] = [
  {
    system: "moka",
    timezone: "Asia/Shanghai",
    changes: [
      ["      实习: TODO", "#     实习: TODO"],
      todo("校园活动", "4"),
      todo("猎头推荐", "4"),
      ["# where:", "where:"],
      ["#   - { column: 状态,", "  - { column: 状态,"],
    ],
    exit: 1,
    counts: { pending: 289, skipped: 3, invalid: 8 },
  },
  {
    system: "greenhouse",
    changes: [
      todo("Agencies", "4"),
      ["# where:", "where:"],
      ["#   - { column: Status, not_in: [Active]", "  - { column: Status, not_in: [Active]"],
      ["#   - { column: Job ID,", "  - { column: Job ID,"],
    ],
    exit: 1,
    counts: { pending: 56, skipped: 3, invalid: 1 },
  },
  {
    system: "advertisements",
    changes: [
      todo("社招官网", '"7220000000000000211"'),
      todo("校招官网", '"7220000000000000422"'),
      ["      合作网站: TODO", "#     合作网站: TODO"],
    ],
    exit: 1,
    counts: { pending: 56, skipped: 1, invalid: 3 },
  },
];
