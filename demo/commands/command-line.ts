/** Run from the repository; the npm package is JavaScript. */
const isRepository = import.meta.url.endsWith(".ts");

/** How Sonde is called on the command line. */
export const sondeCommand = isRepository ? "npm run -s sonde --" : "npx sonde";

/** How Sonde is started, which brings a demo along. */
export const startCommand = isRepository ? "npm start" : "npx sonde start";

/** How the demo is called with these arguments. */
export function demoCommand(args = ""): string {
  if (args === "") return isRepository ? "npm run demo" : "npx sonde demo";
  return isRepository ? `npm run demo -- ${args}` : `npx sonde demo ${args}`;
}
