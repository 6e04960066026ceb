import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Makes `dist` for the npm package: Node refuses TypeScript under `node_modules`, so what runs there is bundled.
 * Journeys stay TypeScript, as k6 gets them through esbuild.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { sonde: "worker/cli/main.ts", demo: "demo/main.ts", index: "worker/config/define.ts" },
  outdir: dist,
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node24",
  sourcemap: true,
  logLevel: "warning",
});
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.pack.json"], {
  cwd: root,
  stdio: "inherit",
});
