import { join } from "node:path";
import { build, type BuildFailure, type BuildOptions, type Message, stop } from "esbuild";
import type { Bundle } from "../contract/job.ts";

/** A journey that esbuild could not bundle; the message lists every error with file and line. */
export class BundleError extends Error {
  override name = "BundleError";
}

/**
 * Bundles a k6 script, JavaScript or TypeScript, with everything it imports except k6's own and remote modules.
 * The source map is inline, so k6's stack traces name lines of the source. Throws `BundleError`.
 */
export async function bundle(journey: string): Promise<Bundle> {
  return { journey, code: await bundleFrom({ entryPoints: [journey] }) };
}

/**
 * Bundles a script that is on no disk, as if it stood in `folder` (its relative paths start there) under `name`. Throws `BundleError`.
 */
export async function bundleText(text: string, { folder, name }: { folder: string; name: string }): Promise<Bundle> {
  const code = await bundleFrom({ stdin: { contents: text, resolveDir: folder, sourcefile: name } });
  return { journey: join(folder, name), code };
}

async function bundleFrom(entry: Pick<BuildOptions, "entryPoints" | "stdin">): Promise<string> {
  try {
    const { outputFiles } = await build({
      ...entry,
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "es2022",
      external: ["k6", "k6/*", "http://*", "https://*"],
      sourcemap: "inline",
      sourcesContent: false,
      logLevel: "silent",
    });
    return outputFiles[0]?.text ?? "";
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new BundleError(error.errors.map(describe).join("\n"), { cause: error });
  }
}

/** Ends the process that esbuild keeps: it would die with the terminal, and every later bundle with it. The next one starts another. */
export async function stopBundling(): Promise<void> {
  await stop();
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error;
}

function describe({ location, text }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1} ${text}` : text;
}
