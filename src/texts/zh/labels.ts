/** Choices of Feishu's fields, by the English that a target gives them: in Feishu Hire's own words. */
export const labels: Readonly<Record<string, string>> = {
  "social recruitment": "社招",
  "campus recruitment": "校招",
  "HR sourcing": "HR 寻访",
  "candidate applied": "候选人主动投递",
  recommendation: "人才推荐",
  other: "其他",
  "did not take part": "未参与",
  "took part": "参与",
  "did not show up": "爽约",
  failed: "不通过",
  passed: "通过",
  undecided: "待定",
  score: "打分题",
  "one choice": "单选题",
  text: "描述题",
  "several choices": "多选题",
  private: "私密",
  public: "公开",
};

export const label = (english: string): string => labels[english] ?? english;
