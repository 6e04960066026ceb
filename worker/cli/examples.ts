/** What stands below the help of commands that make files. */
export const initExamples = `
Examples:
  $ npx sonde init                      here, in a folder that may hold other things
  $ npx sonde init probes --dry-run     what it would make in probes/
`;

export const newJourneyExamples = `
Example:
  $ sonde new journey profile
  $ sonde once --journey probes/profile.ts --target demo
`;

export const importHarExamples = `
Record in the browser: developer tools, Network, use the page, "Save all as HAR with content".

Examples:
  $ sonde import har checkout.har
  $ sonde import har app.har --name checkout --host app.example.com api.example.com
`;

export const loadExamples = `
Examples:
  $ sonde load --profile release first-time-user:3 chat:1     a mix with weights
  $ sonde load --profile release --baseline last-good         fails when something got worse
  $ sonde load load/checkout.js                               a plain k6 script with scenarios of its own, as it is
  $ sonde load --profile release --export k8s > load.yaml     the same load for the k6-operator

Exit code 0 passed, 1 a gate broke, 2 configuration, 3 invalid (the generator was the bottleneck), 130 interrupted.
`;
