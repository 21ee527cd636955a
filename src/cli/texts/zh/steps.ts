import { number } from "../../numbers.js";
import type { StepTexts } from "../en/steps.js";
import { afterwards } from "./afterwards.js";

/** What `migrate` tells of its steps. */
export const steps: StepTexts = {
  title: (step, of, name) => `第 ${step} 步（共 ${of} 步）：${name}`,
  not_begun: "未开始",
  not_verifiable: "无法读取核对",
  stopped: "已停止",
  read_back: (rows) => (rows === undefined ? "已核对" : `已核对 ${number(rows)} 行`),
  sent: ({ rows, imported, skipped, pending, in_doubt, attention }) =>
    [
      `${number(rows)} 行中已导入 ${number(imported)} 行`,
      ...(skipped > 0 ? [`已跳过 ${number(skipped)} 行`] : []),
      ...(pending > 0 ? [`待发送 ${number(pending)} 行`] : []),
      ...(in_doubt > 0 ? [`结果未知 ${number(in_doubt)} 行`] : []),
      ...(attention > 0 ? [`需要处理 ${number(attention)} 行`] : []),
    ].join("，"),
  verified: ({ rows, same, differing, missing, unread, doubles }) => {
    const words = afterwards.verified;
    const found = Object.entries({ differing, missing, unread, doubles }).filter(([, count]) => count > 0);
    return [
      `${number(rows)} 行中 ${number(same)} 行与发送的相同`,
      ...found.map(([what, count]) => `${words[what as keyof typeof words]} ${number(count)} 行`),
    ].join("，");
  },
};
