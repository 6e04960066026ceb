import type { Run, Step } from "../contract/run.ts";
import { attribute, escapeXml } from "./xml.ts";

/** Runs as JUnit XML for CI: a suite a run, a case a step. `down` is a failure, `error` and `no-data` are errors. */
export function junit(runs: readonly Run[]): string {
  const seconds = runs.reduce((sum, run) => sum + run.durationMs, 0) / 1_000;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="sonde" time="${seconds.toFixed(3)}">`,
    ...runs.map(suite),
    `</testsuites>`,
    "",
  ].join("\n");
}

function suite(run: Run): string {
  const failures = run.steps.filter(({ outcome }) => outcome === "failed").length;
  const skipped = run.steps.filter(isSkipped).length;
  const notMeasured = run.verdict === "error" || run.verdict === "no-data";
  const unexplained = run.verdict === "down" && failures === 0;
  const cases = [...run.steps.map((step) => stepCase(run, step)), ...(notMeasured || unexplained ? [runCase(run)] : [])];
  const attributes = [
    attribute("name", `${run.target}/${run.probe}`),
    attribute("timestamp", new Date(run.startedAtMs).toISOString()),
    attribute("time", (run.durationMs / 1_000).toFixed(3)),
    attribute("tests", String(cases.length)),
    attribute("failures", String(failures + Number(unexplained))),
    attribute("errors", String(Number(notMeasured))),
    attribute("skipped", String(skipped)),
  ];
  return [
    `  <testsuite ${attributes.join(" ")}>`,
    `    <properties><property name="runId" ${attribute("value", run.id)}/><property name="traceId" ${attribute("value", run.traceId)}/></properties>`,
    ...cases,
    `  </testsuite>`,
  ].join("\n");
}

function stepCase(run: Run, step: Step): string {
  const open = `    <testcase ${attribute("classname", `${run.target}.${run.probe}`)} ${attribute("name", step.name)} ${attribute("time", ((step.durationMs ?? 0) / 1_000).toFixed(3))}`;
  if (step.outcome === "failed")
    return `${open}><failure ${attribute("message", step.cause ?? "failed")}>${escapeXml(details(step))}</failure></testcase>`;
  if (isSkipped(step)) return `${open}><skipped ${attribute("message", step.cause ?? step.outcome)}/></testcase>`;
  return `${open}/>`;
}

function runCase(run: Run): string {
  const tag = run.verdict === "down" ? "failure" : "error";
  const open = `    <testcase ${attribute("classname", `${run.target}.${run.probe}`)} name="run" time="0"`;
  return `${open}><${tag} ${attribute("message", run.cause ?? run.verdict)}/></testcase>`;
}

function isSkipped({ outcome }: Step): boolean {
  return outcome === "blocked" || outcome === "not-reached";
}

function details(step: Step): string {
  return step.checks
    .filter(({ passed }) => !passed)
    .map(({ name, observed }) => `${name}: ${observed ?? "failed"}`)
    .join("\n");
}
