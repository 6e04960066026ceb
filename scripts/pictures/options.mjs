import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";

/**
 * @typedef {object} PictureOptions
 * @property {string} url of Grafana, without a slash at the end
 * @property {string} user
 * @property {string} password
 * @property {string} from beginning of the range that is shown
 * @property {string} browser path of Chromium or Chrome
 */

/** Where Chromium lies on most machines. */
const browsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * @param {readonly string[]} args
 * @returns {PictureOptions}
 * @throws {Error} that says what to give
 */
export function pictureOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: "string", default: "http://127.0.0.1:3000" },
      user: { type: "string", default: "admin" },
      "password-file": { type: "string", default: "secrets/grafana-admin" },
      from: { type: "string", default: "now-6h" },
      browser: { type: "string" },
    },
  });
  const browser = values.browser ?? browsers.find((path) => existsSync(path));
  if (browser === undefined) throw new Error("No Chromium was found: give the path of one with --browser");
  const password = readFileSync(values["password-file"], "utf8").trim();
  return { url: values.url.replace(/\/+$/, ""), user: values.user, password, from: values.from, browser };
}
