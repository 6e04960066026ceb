import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { pictureOptions } from "./pictures/options.mjs";
import { placePictures } from "./pictures/place.mjs";
import { takePictures } from "./pictures/take.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pictures = join(root, "docs/pictures");
const pages = ["README.md", "docs/dashboards.md"];

/** @param {string} uid */
const fileOf = (uid) => join(pictures, `${uid}.png`);

/** Takes a picture of every generated dashboard from a Grafana that runs, and puts it where the documents have a place for it. */
async function main() {
  const generated = join(root, "dashboards/generated");
  const names = readdirSync(generated).filter((name) => name.endsWith(".json"));
  const boards = names.map((name) => JSON.parse(readFileSync(join(generated, name), "utf8")));
  mkdirSync(pictures, { recursive: true });
  for (const file of await takePictures(boards, fileOf, pictureOptions(process.argv.slice(2)))) process.stdout.write(`${file}\n`);
  for (const page of pages) {
    const path = join(root, page);
    const pathOf = (/** @type {string} */ uid) => (existsSync(fileOf(uid)) ? relative(dirname(path), fileOf(uid)) : null);
    writeFileSync(path, placePictures(readFileSync(path, "utf8"), pathOf));
  }
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
