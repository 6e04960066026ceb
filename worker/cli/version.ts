/** Kept equal to package.json by a test. */
export const version = "0.1.0";
export const userAgent = `Sonde/${version} (synthetic monitoring)`;

/** How this Sonde is called on the command line: from the repository, or from the npm package, which is JavaScript. */
export const sondeCommand = import.meta.url.endsWith(".ts") ? "npm run -s sonde --" : "npx sonde";
