import module from "node:module";
import { join } from "node:path";
import { cacheDirectory } from "./cache.mjs";

/** @import { Machine } from "./machine.mjs" */

/**
 * Where Node keeps what it compiled, types stripped: the next start takes half the time, and the worker 15 MB less, because the
 * stripper is not loaded (bench/start.ts). Whoever has decided about this is left alone.
 * @param {Machine} machine
 * @returns {Record<string, string>} environment for a Node to start
 */
export function compileCache(machine) {
  if (machine.env["NODE_COMPILE_CACHE"] || machine.env["NODE_DISABLE_COMPILE_CACHE"]) return {};
  return { NODE_COMPILE_CACHE: join(cacheDirectory(machine), "compiled") };
}

/**
 * Uses it in this process. A folder that cannot be written is no cache, and no error.
 * @param {Record<string, string | undefined>} env
 */
export function useCompileCache({ NODE_COMPILE_CACHE: folder }) {
  // Not in Node 20, which starts another one anyway.
  if (folder) module.enableCompileCache?.(folder);
}
