import type { TargetHints } from "../model/column-hints.js";

/** How the columns of a list of files are called that comes with an export. */
export const attachmentHints: TargetHints = {
  fields: {
    external_id: {
      titles: [
        [
          ...["Attachment ID", "File ID", "Resume ID", "CV ID", "Document ID"],
          ...["附件ID", "附件编号", "文件ID", "文件编号", "简历附件ID"],
        ],
      ],
      fallback: ["ID", "编号"],
    },
    file: {
      titles: [
        [
          ...["File", "File Path", "Filepath", "Path", "Attachment", "Resume File", "CV File", "Resume Path"],
          ...["文件", "文件路径", "附件路径", "简历文件", "路径", "附件", "简历路径"],
        ],
      ],
    },
    file_name: { titles: [["file_name", "Display Name", "Original Filename", "原始文件名", "显示名称"]] },
  },
};
