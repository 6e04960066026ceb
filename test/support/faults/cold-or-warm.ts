import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { demoAccount, startDemo } from "../../../demo/server.ts";
import { sonde } from "../sonde.ts";

const root = join(import.meta.dirname, "../../..");

const reportSchema = z.object({ verdict: z.string(), cause: z.string().nullable(), cold: z.boolean().nullable() });

/** One run of the cold-start journey: what it met, and what it said. */
export interface Met {
  wasCold: boolean;
  saidCold: boolean | null;
  verdict: string;
  cause: string | null;
}

/** Runs the cold-start journey against one demo, which has scaled to zero before those that are to meet a cold instance. */
export async function playColdStarts(colds: readonly boolean[], timeScale: number): Promise<Met[]> {
  const folder = mkdtempSync(join(tmpdir(), "sonde-cold-"));
  const demo = await startDemo({ port: 0, faults: [], timeScale });
  try {
    const config = join(folder, "sonde.config.mjs");
    writeFileSync(config, `export default ${JSON.stringify(configuration(demo.url, folder))};\n`);
    const env = { PLATFORM_EMAIL: demoAccount.email, PLATFORM_PASSWORD: demoAccount.password };
    const met: Met[] = [];
    for (const wasCold of colds) {
      if (wasCold) demo.scaleToZero();
      const { stdout, stderr } = await sonde(["once", "--json", "--config", config], env);
      if (stdout === "") throw new Error(stderr);
      const { verdict, cause, cold } = reportSchema.parse(JSON.parse(stdout));
      met.push({ wasCold, saidCold: cold, verdict, cause });
    }
    return met;
  } finally {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(url: string, folder: string) {
  const secrets = { email: { env: "PLATFORM_EMAIL" }, password: { env: "PLATFORM_PASSWORD" } };
  return {
    targets: { platform: { urls: { api: url }, secrets } },
    probes: [{ name: "cold-start", journey: join(root, "probes/cold-start.ts"), every: "10m", timeout: "2m" }],
    store: { path: join(folder, "sonde.db") },
    web: { port: 0 },
  };
}
