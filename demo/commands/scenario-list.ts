import type { ListedScenarios } from "./running-demo.ts";

/** Scenarios for people, one a line. */
export function scenarioList(scenarios: readonly { name: string; says: string }[]): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  return scenarios.map(({ name, says }) => `  ${name.padEnd(width)}  ${says}\n`).join("");
}

/** The scenarios of a demo, and which it plays. */
export function playing({ name, scenarios }: ListedScenarios): string {
  return `${name === null ? "What is on is no scenario." : `It plays ${name}.`}\n\n${scenarioList(scenarios)}`;
}
