/**
 * One thing that is checked.
 * @typedef {object} Step
 * @property {string} name as in "the step … failed"
 * @property {string} bin the package's command and its script in `node_modules`
 * @property {string[]} args
 * @property {boolean} counts whether it is a test run, whose tests are counted
 */

/** @type {Step[]} */
const inspections = [
  { name: "format", bin: "oxfmt/bin/oxfmt", args: ["--check"], counts: false },
  { name: "lint", bin: "oxlint/bin/oxlint", args: [], counts: false },
  ...["contract", "k6", "node", "scripts"].map((project) => ({
    name: `types (${project})`,
    bin: "typescript/bin/tsc",
    args: ["-p", `tsconfig.${project}.json`],
    counts: false,
  })),
  { name: "dead code", bin: "knip/bin/knip.js", args: ["--no-progress", "--no-config-hints"], counts: false },
];

/**
 * @param {string[]} args `verify`, `long` or nothing, then arguments for vitest, which narrow the last test run
 * @returns {{ steps: Step[], needsServers: boolean }}
 */
export function planOf([first, ...rest]) {
  if (first === "verify") return { steps: [...inspections, tests("unit", rest)], needsServers: false };
  if (first === "long") return { steps: [tests("long", rest)], needsServers: true };
  const narrowed = first === undefined ? [] : [first, ...rest];
  return { steps: [...inspections, tests("unit", []), tests("e2e", narrowed)], needsServers: true };
}

/**
 * @param {string} project of vitest.config.ts
 * @param {string[]} args
 * @returns {Step}
 */
function tests(project, args) {
  const name = { unit: "unit tests", e2e: "end-to-end tests" }[project] ?? `${project} tests`;
  return { name, bin: "vitest/vitest.mjs", args: ["run", "--project", project, ...args], counts: true };
}
