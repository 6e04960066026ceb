import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { startDemo } from "../../demo/server.ts";
import { machineSize, toolVersions } from "../support/chaos/circumstances.ts";
import { replaceBlock } from "../support/generated-block.ts";
import { sonde, temporaryFolder } from "../support/sonde.ts";

const page = join(import.meta.dirname, "../../docs/load.md");
const patientGates = [{ errorRate: 0.01 }, { step: "dashboard", p95: "10s" }];
const played = new Map<string, string>();

const reportShape = z.object({
  summary: z.object({
    verdict: z.string(),
    gates: z.array(z.object({ name: z.string(), outcome: z.string(), text: z.string() })),
    knee: z
      .object({ ratePerS: z.number().nullable(), broke: z.object({ step: z.string().nullable() }).loose().nullable() })
      .loose()
      .nullable(),
  }),
});

test.concurrent("`release` passes on the healthy demo, as Sonde comes", async () => {
  const { code, summary, stdout } = await loadOn([], "release");
  told("release", "`release` on the healthy demo", summary, stdout);
  expect({ code, broken: brokenOf(summary) }).toEqual({ code: 0, broken: [] });
});

test.concurrent("`breakpoint` on an overloaded demo fails on the dashboard, which is over its budget at any rate", async () => {
  const { code, summary, stdout } = await loadOn(["overloaded"], "breakpoint");
  told("overloaded", "`breakpoint` on the demo with `overloaded`", summary, stdout);
  expect({ code, step: summary.knee?.broke?.step, ratePerS: summary.knee?.ratePerS }).toEqual({
    code: 1,
    step: "dashboard",
    ratePerS: null,
  });
});

test.concurrent("`breakpoint` on an overloaded demo with gates that it keeps alone says up to which rate it does", async () => {
  const { code, summary, stdout } = await loadOn(["overloaded"], "breakpoint", { mix: { dashboard: 1 }, gates: patientGates });
  told("patient", "The same, dashboards alone, which may take 10 s", summary, stdout);
  expect({ code, step: summary.knee?.broke?.step }).toEqual({ code: 1, step: "dashboard" });
  expect(summary.knee?.ratePerS).toBeGreaterThan(0.5);
});

afterAll(() => {
  const lines = ["release", "overloaded", "patient"].flatMap((name) => played.get(name) ?? []);
  const list = lines.map((line) => `- ${line}`).join("\n");
  const day = new Date().toISOString().slice(0, 10);
  const text = `As Sonde comes, at 5 iterations a second (${day}, ${machineSize()}, ${toolVersions().join(", ")}):\n\n${list}\n`;
  if (lines.length < 3) console.log(`docs/load.md keeps what it says: not everything was played to its end\n${text}`);
  else writeFileSync(page, replaceBlock(readFileSync(page, "utf8"), "demo", text));
});

type Summary = z.infer<typeof reportShape>["summary"];

async function loadOn(
  faults: string[],
  profile: string,
  load?: object,
): Promise<{ code: number | null; stdout: string; summary: Summary }> {
  const demo = await startDemo({ port: 0, faults, timeScale: 1 });
  const folder = temporaryFolder();
  const json = join(folder.path, "load.json");
  try {
    const env = { SONDE_DEMO_URL: demo.url, SONDE_STORE: join(folder.path, "sonde.db"), SONDE_LOCATION: "test", CI: "true" };
    const own = load === undefined ? {} : { SONDE_CONFIG: configured(folder.path, load) };
    const { code, stdout, stderr } = await sonde(["load", "--profile", profile, "--json", json], { ...env, ...own });
    if (code !== 0 && code !== 1) throw new Error(`sonde load ended with ${code}: ${stderr}\n${stdout}`);
    return { code, stdout, summary: reportShape.parse(JSON.parse(readFileSync(json, "utf8"))).summary };
  } finally {
    await demo.close();
    folder.remove();
  }
}

function configured(folder: string, load: object): string {
  const path = join(folder, "sonde.config.ts");
  const secrets = {
    email: { env: "SONDE_DEMO_EMAIL", default: "probe@demo.example" },
    password: { env: "SONDE_DEMO_PASSWORD", default: "demo-probe-password" },
  };
  const demo = { load: true, urls: { api: { env: "SONDE_DEMO_URL" } }, secrets };
  const probes = [{ name: "dashboard", journey: "sonde/probes/dashboard.ts", every: "1m" }];
  writeFileSync(
    path,
    `export default ${JSON.stringify({ target: "demo", targets: { demo }, probes, load: { rate: 5, ...load } })};`,
  );
  return path;
}

function told(name: string, what: string, summary: Summary, stdout: string): void {
  console.log(stdout);
  const broken = brokenOf(summary);
  const gates = broken.length > 0 ? broken.join("; ") : `all ${summary.gates.length} gates kept`;
  const knee = stdout.split("\n").find((line) => /every gate was kept/i.test(line)) ?? "";
  played.set(name, `${what}: ${summary.verdict}; ${gates}. ${knee.trim()}`.trim());
}

function brokenOf({ gates }: Summary): string[] {
  return gates.filter(({ outcome }) => outcome !== "kept").map(({ name, text }) => `${name}: ${text}`);
}
