import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** @import { PictureOptions } from "./options.mjs" */

const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];
const more = ["--disable-component-update", "--disable-sync"];
const width = 1_600;
/** What Grafana gives a row of its grid, gap included. */
const rowPixels = 38;

/**
 * @typedef {object} Board
 * @property {string} uid
 * @property {{ gridPos: { y: number, h: number } }[]} panels
 */

/**
 * Signs in, opens each dashboard without menus and at its full height, and keeps what it looks like.
 * @param {readonly Board[]} boards
 * @param {(uid: string) => string} fileOf where the picture of a dashboard goes
 * @param {PictureOptions} options
 * @returns {Promise<string[]>} files that were written
 */
export async function takePictures(boards, fileOf, { url, user, password, from, browser }) {
  const profile = mkdtempSync(join(tmpdir(), "sonde-pictures-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath: browser, args: [...quiet, ...more] });
  try {
    const page = await context.newPage();
    const answer = await page.request.post(`${url}/login`, { data: { user, password } });
    if (!answer.ok()) throw new Error(`Grafana at ${url} does not take ${user}'s password: it answered ${answer.status()}`);
    const files = [];
    for (const { uid, panels } of boards) {
      const rows = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
      await page.setViewportSize({ width, height: rows * rowPixels + 120 });
      const opened = await page.goto(`${url}/d/${uid}?kiosk&theme=light&refresh=&from=${from}&to=now`, {
        waitUntil: "networkidle",
      });
      if (!opened?.ok()) throw new Error(`Grafana answered ${opened?.status()} to dashboard ${uid}: is it provisioned?`);
      // Panels fade in after their answer.
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: fileOf(uid) });
      files.push(fileOf(uid));
    }
    return files;
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
