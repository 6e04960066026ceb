import type { Config, JourneyDeclaration, Probe } from "../contract/config.ts";
import { measurements } from "../contract/measurements.ts";
import type { Problem } from "../contract/problem.ts";
import { printable } from "../kit/printable.ts";
import { nearest } from "./nearest.ts";
import { type Report, collectProblems, join, show } from "./report.ts";
import { seriesOf } from "./series.ts";

/** Journeys by absolute path; `null`: a plain script that declares nothing. */
export type Declarations = ReadonlyMap<string, JourneyDeclaration | null>;

/** What only the journeys' own declarations can tell: budgets of steps and limits of measures that are none, and too many series. */
export function checkDeclarations(config: Config, declarations: Declarations, file: string): Problem[] {
  const { problems, report } = collectProblems(file);
  for (const [journey, declaration] of declarations) {
    checkStepNames(journey, declaration, report);
    checkLimits(journey, declaration, report);
  }
  for (const probe of config.probes) checkBudgets(probe, declarations.get(probe.journey) ?? null, report);
  const { total, largest } = seriesOf(config, declarations);
  if (total > config.maxSeries) {
    const most = largest.map(({ probe, series }) => `${probe} ${series}`).join(", ");
    report({
      path: "maxSeries",
      found: `up to ${total} series in InfluxDB; most of them of ${most}`,
      expected: `at most ${config.maxSeries}: a script without the kit counts with 100 steps, so give it declared steps, or raise the limit`,
      paste: `maxSeries: ${total}`,
    });
  }
  return problems;
}

/** A name that is shown otherwise than it is written would never be reached. */
function checkStepNames(journey: string, declaration: JourneyDeclaration | null, report: Report): void {
  for (const step of Object.keys(declaration?.steps ?? {})) {
    if (step.length <= 200 && printable(step) === step && step !== "") continue;
    report({
      path: journey,
      found: `a step named ${show(step)}`,
      expected: "a name of at most 200 characters, without line breaks and control characters, and no blanks around it",
    });
  }
}

/** What the worker measures of every step: no journey reports them, so a limit would never be exceeded. */
const ownMeasures = new Set(["duration_ms", "blocked_ms", "connecting_ms", "tls_ms", "sending_ms", "waiting_ms", "receiving_ms"]);

const limitable = Object.keys(measurements.probe_step.fields).filter((name) => name.endsWith("_ms") && !ownMeasures.has(name));

function checkLimits(journey: string, declaration: JourneyDeclaration | null, report: Report): void {
  for (const [step, { limitsMs }] of Object.entries(declaration?.steps ?? {})) {
    for (const measure of Object.keys(limitsMs)) {
      if (limitable.includes(measure)) continue;
      report({
        path: `${journey}: ${step}`,
        found: `a limit for ${measure}, ${measure === "duration_ms" ? "which is what a budget is for" : "which no step measures"}`,
        expected: `one of ${limitable.join(", ")}`,
        paste: nearest(measure, limitable),
      });
    }
  }
}

function checkBudgets(probe: Probe, declaration: JourneyDeclaration | null, report: Report): void {
  if (declaration === null) return;
  const steps = Object.keys(declaration.steps);
  for (const [step, ms] of Object.entries(probe.budgets)) {
    if (steps.includes(step)) continue;
    const near = nearest(step, steps);
    report({
      path: join("probes", probe.name, "budgets", step),
      found: `${step}, which is no step of ${probe.journey}`,
      expected: `one of ${steps.join(", ")}`,
      paste: near && `${JSON.stringify(near)}: "${ms / 1_000}s"`,
    });
  }
}
