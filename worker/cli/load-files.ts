import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { escapeUnprintable } from "../kit/printable.ts";
import { createSketch } from "../load/sketch.ts";
import { loadJson } from "../report/load/json.ts";
import { loadJunit } from "../report/load/junit.ts";
import type { LoadReport } from "../report/load/load-report.ts";
import { loadMarkdown } from "../report/load/markdown.ts";
import { loadPage } from "../report/load/page.ts";
import { messageOf } from "../kit/message-of.ts";
import { Exit, exitCodes } from "./exit.ts";
import type { LoadOptions } from "./load-options.ts";

type Files = Pick<LoadOptions, "report" | "json" | "junit">;

/** Before anything runs: a path that cannot be written must not cost the run. */
export function claimFiles({ report, json, junit }: Files): void {
  try {
    if (report !== undefined) mkdirSync(report, { recursive: true });
    for (const file of [json, junit]) {
      if (file === undefined || file === "-") continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "");
    }
  } catch (error) {
    throw new Exit(exitCodes.configuration, `The report cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

/** Writes what was asked for; returns the paths. */
export function writeFiles(report: LoadReport, { report: folder, json, junit }: Files): string[] {
  const texts: [path: string, text: () => string][] = [];
  if (folder !== undefined) {
    texts.push([join(folder, "load.md"), () => loadMarkdown(report)]);
    texts.push([join(folder, "load.html"), () => loadPage(report, readSketches)]);
    texts.push([join(folder, "load.json"), () => loadJson(report)]);
    texts.push([join(folder, "load.xml"), () => loadJunit(report.run.summary)]);
  }
  if (json !== undefined && json !== "-") texts.push([json, () => loadJson(report)]);
  if (junit !== undefined) texts.push([junit, () => loadJunit(report.run.summary)]);
  for (const [path, text] of texts) writeFileSync(path, text());
  if (json === "-") process.stdout.write(escapeUnprintable(loadJson(report)));
  return texts.map(([path]) => path);
}

const readSketches: Parameters<typeof loadPage>[1] = (sketches) => {
  const whole = createSketch(...sketches);
  return (quantile) => whole.quantile(quantile);
};
