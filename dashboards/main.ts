import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./files.ts";
import { settingsFrom } from "./settings.ts";

const folder = import.meta.dirname;
const files = generatedFiles(settingsFrom(process.env));

// What is not made any more must not stay: Grafana would go on showing it.
for (const path of globSync(["generated/*.json", "provisioning/*/*.yml"], { cwd: folder })) {
  if (!Object.hasOwn(files, path.replaceAll("\\", "/"))) rmSync(join(folder, path));
}
for (const [path, text] of Object.entries(files)) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`dashboards/${path}`);
}
