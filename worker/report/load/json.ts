import type { LoadEnvironment, LoadSummary, LoadWindow } from "../../contract/load.ts";
import type { LoadReport, ProbeDuringLoad } from "./load-report.ts";

/** The report as a program reads it. Fields are added but never change what they mean, or `version` grows. */
export interface LoadJson {
  format: "sonde-load-report";
  version: 1;
  summary: LoadSummary;
  /** With their sketches: such a file can be another run's baseline. */
  windows: readonly LoadWindow[];
  environment: LoadEnvironment;
  probes: readonly ProbeDuringLoad[];
}

/** On one line, with a line break at its end. */
export function loadJson({ run: { summary, windows }, environment, probes }: LoadReport): string {
  const report: LoadJson = { format: "sonde-load-report", version: 1, summary, windows, environment, probes };
  return `${JSON.stringify(report)}\n`;
}
