import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Random } from "../../../worker/load/random.ts";
import { sonde, temporaryFolder } from "../sonde.ts";
import { startSlowServer } from "./slow-server.ts";

/** How a load run ended, by its exit code and its report. */
export interface LaneRun {
  code: number | null;
  verdict: string;
  /** What `--baseline` said; `null` without. */
  comparison: "regression" | "no-regression" | null;
  /** Windows of the run that were compared. */
  windows: number;
  /** Relative changes of the step by measure, for whoever wonders why. */
  changes: Record<string, number | null>;
}

/** A server, and `sonde load` against it, with a store of their own. */
export interface Lane {
  /** A run while the server takes so many times as long. Compares with `baseline`. */
  run(slowDown: number, baseline?: string): Promise<LaneRun>;
  /** The JSON report of the last run, kept under another name: a baseline. */
  keep(): string;
  close(): void;
}

/** As long at its rate as `release`. */
const profile = {
  stages: [
    { to: 1, over: "5s" },
    { to: 1, over: "5m" },
  ],
  gracefulStop: "3s",
};

const reportShape = z.object({
  summary: z.object({
    verdict: z.string(),
    comparison: z
      .object({
        verdict: z.enum(["regression", "no-regression"]),
        windows: z.object({ current: z.number() }),
        changes: z.array(z.object({ step: z.string().nullable(), measure: z.string(), change: z.number().nullable() })),
      })
      .nullable(),
  }),
});

export async function openLane({ ratePerS, random }: { ratePerS: number; random: Random }): Promise<Lane> {
  const server = await startSlowServer(random);
  const folder = temporaryFolder();
  const inside = (name: string) => join(folder.path, name);
  writeFileSync(
    inside("item.js"),
    `import http from "k6/http";\nexport default function () { http.get(${JSON.stringify(`${server.url}/item`)}, { tags: { name: "item" } }); }`,
  );
  const config = {
    target: "lane",
    targets: { lane: { load: true, urls: { api: server.url } } },
    probes: [{ name: "health", journey: "sonde/probes/health.ts", every: "1h" }],
    load: { rate: ratePerS, profiles: { lane: profile } },
  };
  writeFileSync(inside("sonde.config.ts"), `export default ${JSON.stringify(config)};`);
  const env = {
    SONDE_STORE: inside("sonde.db"),
    SONDE_CONFIG: inside("sonde.config.ts"),
    SONDE_LOCATION: "test",
    SONDE_WEB_PORT: "0",
    CI: "true",
  };
  const json = inside("load.json");
  return {
    async run(slowDown, baseline) {
      server.slowDown(slowDown);
      const compared = baseline === undefined ? [] : ["--baseline", baseline];
      const { code, stderr } = await sonde(["load", inside("item.js"), "--profile", "lane", "--json", json, ...compared], env);
      if (code !== 0 && code !== 1) throw new Error(`sonde load ended with ${code}: ${stderr}`);
      const { summary } = reportShape.parse(JSON.parse(readFileSync(json, "utf8")));
      const { verdict, comparison } = summary;
      return {
        code,
        verdict,
        comparison: comparison?.verdict ?? null,
        windows: comparison?.windows.current ?? 0,
        changes: Object.fromEntries(
          (comparison?.changes ?? []).flatMap(({ step, measure, change }) => (step === null ? [] : [[measure, change]])),
        ),
      };
    },
    keep() {
      const path = inside("baseline.json");
      writeFileSync(path, readFileSync(json));
      return path;
    },
    close() {
      server.close();
      folder.remove();
    },
  };
}
