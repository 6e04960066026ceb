import { existsSync } from "node:fs";

/** What `import { defineConfig } from "sonde"` gives: the source in the repository, its bundle in the npm package. */
const source = new URL("../worker/config/define.ts", import.meta.url);
const bundle = new URL("../dist/index.js", import.meta.url);

/** @type {typeof import("../worker/config/define.ts")} */
const definition = await import((existsSync(source) ? source : bundle).href);

export const { defineConfig } = definition;
