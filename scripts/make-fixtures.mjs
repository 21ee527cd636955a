#!/usr/bin/env node
// Writes the example exports under fixtures/. Seeded: it gives the same bytes every time, and a test compares.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { advertisementsExport } from "./fixtures/advertisements.mjs";
import { clearCompanyExport, icimsExport, messyExport, taleoExport } from "./fixtures/coded.mjs";
import { easyCruitExport } from "./fixtures/easycruit.mjs";
import { encode } from "./fixtures/encode.mjs";
import { greenhouseExport } from "./fixtures/greenhouse.mjs";
import { greenhouseReport } from "./fixtures/greenhouse-report.mjs";
import { historyApplications } from "./fixtures/history-applications.mjs";
import { historyCandidates } from "./fixtures/history-candidates.mjs";
import { historyCvs, historyFiles } from "./fixtures/history-cvs.mjs";
import { historyNotes } from "./fixtures/history-notes.mjs";
import { historyBackgroundChecks, historyInterviews, historyOffers } from "./fixtures/history-records.mjs";
import { leverExport } from "./fixtures/lever.mjs";
import { mokaExport } from "./fixtures/moka.mjs";
import { mokaDamagedExport, mokaGbkExport } from "./fixtures/moka-office.mjs";
import { smartRecruitersExport } from "./fixtures/smartrecruiters.mjs";
import { ROOT } from "./setup.mjs";

const fixture = (text, encoding = "utf-8") => ({ text, bytes: () => encode(text(), encoding) });

/** Path below the repository -> the file's text, and its bytes. */
export const EXPORTS = {
  "fixtures/moka/export.csv": fixture(mokaExport),
  "fixtures/greenhouse/export.csv": fixture(greenhouseExport),
  "fixtures/advertisements/export.csv": fixture(advertisementsExport),
  "fixtures/smartrecruiters/export.csv": fixture(smartRecruitersExport),
  "fixtures/greenhouse-report/export.csv": fixture(greenhouseReport),
  "fixtures/lever/export.csv": fixture(leverExport),
  "fixtures/easycruit/export.csv": fixture(easyCruitExport, "windows-1252"),
  "fixtures/moka-gbk/export.csv": fixture(mokaGbkExport, "gb18030"),
  "fixtures/moka-damaged/export.csv": fixture(mokaDamagedExport),
  "fixtures/icims/export.csv": fixture(icimsExport),
  "fixtures/messy/export.csv": fixture(messyExport),
  "fixtures/taleo/export.csv": fixture(taleoExport, "utf-16le"),
  "fixtures/clearcompany/export.csv": fixture(clearCompanyExport),
  "fixtures/history/candidates.csv": fixture(historyCandidates),
  "fixtures/history/applications.csv": fixture(historyApplications),
  "fixtures/history/cvs.csv": fixture(historyCvs),
  "fixtures/history/notes.csv": fixture(historyNotes),
  "fixtures/history/interviews.csv": fixture(historyInterviews),
  "fixtures/history/offers.csv": fixture(historyOffers),
  "fixtures/history/background-checks.csv": fixture(historyBackgroundChecks),
};

/** Files that exports name. Path below the repository -> content. */
export const FILES = Object.fromEntries(
  Object.entries(historyFiles()).map(([name, text]) => [`fixtures/history/cvs/${name}`, text]),
);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [path, { bytes }] of Object.entries(EXPORTS)) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), bytes());
  }
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}
