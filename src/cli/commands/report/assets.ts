import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { packageFile } from "../../../model/package-files.js";

/** Styles and scripts of the page. The page holds them itself: it loads nothing. */
export interface Assets {
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

export function readAssets(): Assets {
  const uplot = dirname(createRequire(import.meta.url).resolve("uplot/package.json"));
  // The licence wants to stand wherever the library does.
  const licence = `/*! uPlot\n${read(join(uplot, "LICENSE"))}\n*/\n`;
  return {
    styles: [read(join(uplot, "dist", "uPlot.min.css")), read(packageFile("assets", "report.css"))],
    scripts: [licence + read(join(uplot, "dist", "uPlot.iife.min.js")), read(packageFile("assets", "report.js"))],
  };
}

/** Those of a page that plots nothing. */
export function plainAssets(): Assets {
  return { styles: [read(packageFile("assets", "report.css"))], scripts: [] };
}

/** A browser hashes what its parser has read, and that has no carriage returns. */
function read(path: string): string {
  return readFileSync(path, "utf8").replace(/\r\n?/g, "\n");
}

/** Nothing but these very styles and scripts may work in the page, and nothing is loaded from anywhere. */
export function policyOf({ styles, scripts }: Assets): string {
  const hashes = (texts: readonly string[]) =>
    texts.length === 0
      ? "'none'"
      : texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`).join(" ");
  return [
    "default-src 'none'",
    `style-src ${hashes(styles)}`,
    `script-src ${hashes(scripts)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
