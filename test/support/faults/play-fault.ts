import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { catalogue } from "../../../demo/faults/catalogue.ts";
import { demoAccount, startDemo } from "../../../demo/server.ts";
import { verdicts } from "../../../worker/contract/words.ts";
import { sonde } from "../sonde.ts";
import { type JourneyName, journeyNames } from "./expectations.ts";

const root = join(import.meta.dirname, "../../..");

const reportSchema = z.object({
  probe: z.enum(journeyNames),
  verdict: z.enum(verdicts),
  cause: z.string().nullable(),
  cold: z.boolean().nullable(),
  steps: z.array(z.object({ name: z.string(), outcome: z.string(), cause: z.string().nullable() })),
});

/** What one journey reported. */
export type Report = z.infer<typeof reportSchema>;

const defaultTimeScale = 0.1;

/** Plays journeys against a demo with this one fault, as `sonde once` does. `null`: a healthy one. */
export async function playFault(
  fault: string | null,
  { timeScale = defaultTimeScale, journeys = journeyNames }: { timeScale?: number; journeys?: readonly JourneyName[] } = {},
): Promise<Report[]> {
  const folder = mkdtempSync(join(tmpdir(), "sonde-fault-"));
  const needsTls = fault?.startsWith("tls-") === true;
  const demo = await startDemo({ port: 0, faults: fault === null ? [] : [fault], timeScale, ...(needsTls && { tlsPort: 0 }) });
  try {
    const env = {
      PLATFORM_URL: addressOf(fault, demo),
      PLATFORM_EMAIL: demoAccount.email,
      PLATFORM_PASSWORD: demoAccount.password,
      ...(demo.caFile !== null && { SSL_CERT_FILE: demo.caFile }),
    };
    const config = join(folder, "sonde.config.mjs");
    writeFileSync(config, `export default ${JSON.stringify(configuration(folder, timeScale))};\n`);
    const { code, stdout, stderr } = await sonde(["once", "--json", "--config", config, ...journeys], env);
    const lines = stdout.split("\n").filter(Boolean);
    if (lines.length !== journeys.length) throw new Error(`${fault}: sonde once ended with ${code} and said\n${stderr}`);
    return lines.map((line) => reportSchema.parse(JSON.parse(line)));
  } finally {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function addressOf(fault: string | null, demo: { url: string; tlsUrl: string | null }): string {
  const elsewhere = fault === null ? undefined : catalogue.get(fault)?.target;
  return elsewhere ?? demo.tlsUrl ?? demo.url;
}

/** The platform is no target named `demo`: Sonde would start one of its own where nothing answers. */
function configuration(folder: string, timeScale: number) {
  const seconds = (platformSeconds: number) => `${Math.max(2, Math.round(platformSeconds * timeScale))}s`;
  const patience = { COLD_START_PATIENCE: seconds(60), COLD_START_PHASE_PATIENCE: seconds(20) };
  return {
    targets: {
      platform: {
        urls: { api: { env: "PLATFORM_URL" } },
        secrets: { email: { env: "PLATFORM_EMAIL" }, password: { env: "PLATFORM_PASSWORD" } },
      },
    },
    probes: journeyNames.map((name) => ({
      name,
      journey: join(root, "probes", `${name}.ts`),
      every: "10m",
      timeout: "3m",
      ...(name === "cold-start" && { env: patience }),
    })),
    concurrency: 4,
    store: { path: join(folder, "sonde.db") },
    web: { port: 0 },
  };
}
