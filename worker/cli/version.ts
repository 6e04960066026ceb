/** Kept equal to package.json by a test. */
export const version = "0.1.0";
export const userAgent = `Sonde/${version} (synthetic monitoring)`;
