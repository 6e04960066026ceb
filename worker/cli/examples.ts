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
