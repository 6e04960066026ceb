import type { GateResult, LoadSummary } from "../../contract/load.ts";
import { attribute, escapeXml } from "../xml.ts";
import { brokenGates, headline } from "./headline.ts";

/**
 * A load run as JUnit XML for CI: a suite, a case a gate. A gate that broke or saw no samples is a failure. A run that is invalid or was
 * interrupted is an error, whatever its gates say.
 */
export function loadJunit(summary: LoadSummary): string {
  const time = seconds(summary.endedAtMs - summary.startedAtMs);
  const failures = brokenGates(summary).length;
  const run = runCase(summary, failures);
  const cases = [...summary.gates.map((gate) => gateCase(summary, gate)), ...(run ? [run.text] : [])];
  const attributes = [
    attribute("name", `${summary.target}/${summary.profile}`),
    attribute("timestamp", new Date(summary.startedAtMs).toISOString()),
    attribute("time", time),
    attribute("tests", String(cases.length)),
    attribute("failures", String(failures + Number(run?.kind === "failure"))),
    attribute("errors", String(Number(run?.kind === "error"))),
  ];
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="sonde load" time="${time}">`,
    `  <testsuite ${attributes.join(" ")}>`,
    `    <properties><property name="runId" ${attribute("value", summary.id)}/></properties>`,
    ...cases,
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}

function gateCase(summary: LoadSummary, { name, outcome, text }: GateResult): string {
  const open = openCase(summary, name);
  return outcome === "kept" ? `${open}/>` : `${open}><failure ${attribute("message", text)}/></testcase>`;
}

/** What no gate says. A run without gates has at least this case, so that nobody takes it for a run without tests. */
function runCase(summary: LoadSummary, failures: number): { kind: "passed" | "failure" | "error"; text: string } | null {
  const { verdict, gates } = summary;
  const open = openCase(summary, "run");
  if (verdict === "passed") return gates.length === 0 ? { kind: "passed", text: `${open}/>` } : null;
  if (verdict === "failed" && failures > 0) return null;
  const kind = verdict === "failed" ? "failure" : "error";
  const text = `${open}><${kind} ${attribute("message", headline(summary))}>${escapeXml(summary.reasons.join("\n"))}</${kind}></testcase>`;
  return { kind, text };
}

function openCase({ target, profile }: LoadSummary, name: string): string {
  return `    <testcase ${attribute("classname", `${target}.load.${profile}`)} ${attribute("name", name)} time="0"`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
