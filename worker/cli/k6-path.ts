import { Exit, exitCodes } from "./exit.ts";

/** The k6 that the set-up found. */
export function k6Path(): string {
  const path = process.env["SONDE_K6"];
  if (path) return path;
  throw new Exit(
    exitCodes.configuration,
    "SONDE_K6 is not set: start Sonde with `npm run -s sonde -- …`, which finds or gets k6, or set SONDE_K6 to the path of a k6 binary.",
  );
}
