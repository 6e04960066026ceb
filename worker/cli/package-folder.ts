import { fileURLToPath } from "node:url";

/** Where Sonde itself is: the repository, or the npm package, whose code is bundled into one folder. */
export const packageFolder = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "../.." : "..", import.meta.url)).replace(
  /\/$/,
  "",
);
