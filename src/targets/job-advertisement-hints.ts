import type { TargetHints } from "../model/column-hints.js";

/** How people call the columns of a list of advertisements to publish. */
export const jobAdvertisementHints: TargetHints = {
  fields: {
    advertisement_id: {
      titles: [["advertisement_id", "Advertisement ID", "Ad ID", "广告ID", "职位广告ID", "广告编号"]],
      form: /^[67]\d{18}$/,
    },
    job_channel_id: {
      titles: [["job_channel_id", "Channel ID", "Channel", "发布渠道", "渠道ID", "渠道"]],
      values: { 内推平台: "3", "Referral Platform": "3" },
    },
  },
};
