import { describe, expect, it } from "vitest";
import { externalApplication } from "../../src/targets/external-application.js";

const NOW_MS = Date.UTC(2024, 7, 3, 12);
const at = (text: string): number => Date.parse(text);

/** What is doubtful about these times, in UTC; a time at midnight is a date alone. */
function doubts(create_time: string | undefined, modify_time: string | undefined, now_ms = NOW_MS): string[] {
  const payload = {
    external_id: "A-1",
    talent_id: "6960663240925956459",
    ...(create_time === undefined ? {} : { create_time: at(create_time) }),
    ...(modify_time === undefined ? {} : { modify_time: at(modify_time) }),
  };
  const moment = { now_ms, isDay: (_field: string, ms: number) => ms % 86_400_000 === 0 };
  return (externalApplication.warnings?.(payload, moment) ?? []).map(({ field, kind }) => `${field} ${kind}`);
}

describe("the times of an application are doubtful", () => {
  it.each([
    [undefined, undefined, []],
    ["2024-08-03T12:00Z", "2024-08-03T12:00Z", []],
    ["2024-08-03T12:00:01Z", undefined, ["create_time in_future"]],
    [undefined, "2024-08-03T12:00:01Z", ["modify_time in_future"]],
    ["2024-08-02T10:00Z", "2024-08-02T09:59Z", ["modify_time ended_before_created"]],
    ["2024-08-02T10:00Z", "2024-08-02", []],
    ["2024-08-03T00:00Z", "2024-08-02", ["modify_time ended_before_created"]],
    [
      "2024-08-05T00:00Z",
      "2024-08-04T10:00Z",
      ["create_time in_future", "modify_time in_future", "modify_time ended_before_created"],
    ],
  ])("created %s, terminated %s: %j", (created, ended, expected) => expect(doubts(created, ended)).toEqual(expected));
});
