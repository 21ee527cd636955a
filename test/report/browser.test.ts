import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { afterwards } from "../cli/program.js";
import { hostileDesk, pageIn } from "./desk.js";

const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const THERE = existsSync(CHROMIUM);
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** --rate of assets/report.css, in red, green, blue and opacity. */
const LIGHT_RATE = "47 99 214 255";

interface Opened {
  readonly page: Page;
  /** Whatever the page has asked for, itself included. */
  readonly asked: string[];
  /** Errors and warnings of the page and its console, and dialogs. */
  readonly complaints: string[];
}

let browser: Browser;
let url: string;

async function open(colorScheme: "light" | "dark" = "light", width = 1100): Promise<Opened> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  afterwards(() => page.close());
  const asked: string[] = [];
  const complaints: string[] = [];
  await page.route("**/*", (route) => {
    asked.push(route.request().url());
    return route.continue();
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(url);
  await page.waitForSelector("#plot canvas");
  return { page, asked, complaints };
}

/** How many pixels of the plot have which colour, the most frequent first; clear ones do not count. */
const colorsOf = (page: Page): Promise<[string, number][]> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector("#plot canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 0) continue;
      const color = Array.from(data.slice(at, at + 4)).join(" ");
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
    return Array.from(counts).sort((one, other) => other[1] - one[1]);
  })()`);

const paperOf = (page: Page): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");

describe.skipIf(!THERE)(`the report in a browser (${THERE ? CHROMIUM : "skipped: set CHROMIUM_PATH"})`, () => {
  beforeAll(async () => {
    const { cwd } = await hostileDesk();
    await pageIn(cwd);
    url = pathToFileURL(join(cwd, "report.html")).href;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    afterwards(() => browser.close(), "file");
  });

  it("loads nothing, complains of nothing, and runs no script but its own", async () => {
    const { page, asked, complaints } = await open();
    await page.waitForLoadState("networkidle");
    expect(asked).toEqual([url]);
    expect(complaints).toEqual([]);
    expect(await page.locator("img, u, svg[onload]").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(3);
    expect(await page.title()).toBe(
      "REHEARSAL – not real data: Import of external applications into Feishu Hire: 3 rows need attention",
    );
  });

  it("would stop a script that got in all the same", async () => {
    const { page, complaints } = await open();
    await page.evaluate(`(() => {
      const script = document.createElement("script");
      script.textContent = "window.got_in = true";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.got_in = true">');
    })()`);
    expect(await page.evaluate("window.got_in")).toBeUndefined();
    expect(complaints.join("\n")).toContain("Content Security Policy");
  });

  it("draws the pace, and says what is under the pointer", async () => {
    const { page } = await open();
    const colors = await colorsOf(page);
    expect(colors.length).toBeGreaterThan(10);
    await page.locator("#plot .u-over").hover({ position: { x: 4, y: 40 } });
    const told = page.locator("#readout").filter({ hasText: /^\d\d-\d\d \d\d:\d\d:\d\d: \d+\.\d a second/ });
    await told.waitFor();
    expect(await page.getByRole("img", { name: /^Requests a second over/ }).count()).toBe(1);
  });

  it("is dark where the reader's system is, and changes with it", async () => {
    const light = await open("light");
    const dark = await open("dark");
    expect(await paperOf(light.page)).toBe("rgb(255, 255, 255)");
    expect(await paperOf(dark.page)).not.toBe("rgb(255, 255, 255)");
    const [in_light, in_dark] = [await colorsOf(light.page), await colorsOf(dark.page)];
    expect(in_light).not.toEqual(in_dark);
    await light.page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => colorsOf(light.page)).toEqual(in_dark);
  });

  it("goes onto paper in light colours, with a place to sign", async () => {
    const { page } = await open("dark");
    const has = async (color: string) => (await colorsOf(page)).some(([each]) => each === color);
    expect(await page.locator(".signature").isVisible()).toBe(false);
    expect(await has(LIGHT_RATE)).toBe(false);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await paperOf(page)).toBe("rgb(255, 255, 255)");
    expect(await page.locator(".signature").isVisible()).toBe(true);
    await expect.poll(() => has(LIGHT_RATE)).toBe(true);
    expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
  });

  it("can be read on a narrow screen, and with the keyboard and a reader alone", async () => {
    const { page } = await open("light", 390);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    const tables = await page.locator("table").count();
    expect(await page.locator("[role=region][tabindex='0'] > table > caption").count()).toBe(tables);
    expect(await page.locator("th:not([scope])").count()).toBe(0);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    for (const name of ["Totals", "Next steps", "By file", "Pace over time", "Runs"]) {
      expect(await page.getByRole("region", { name, exact: true }).count(), name).toBe(1);
    }
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe("region");
  });
});
