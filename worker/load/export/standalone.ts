import { type Plugin, build } from "esbuild";
import { escapeUnprintable } from "../../kit/printable.ts";

/** A k6 script as any runner takes it: one text that needs nothing but k6. */
export interface Script {
  /** What `bundle` of worker/k6 made of it. */
  code: string;
  /** k6 options that take the place of the script's own, key by key; `null`: the script's own are right. */
  options: Record<string, unknown> | null;
}

/** Ways to say how much load there is; k6 refuses them beside scenarios. */
const shortcuts = ["scenarios", "vus", "duration", "iterations", "stages"];

/**
 * The script in one text with its options in it, and what its variables are when nobody sets them. Without a source map: where it runs,
 * there are no sources.
 */
export async function standalone({ code, options }: Script, defaults: Record<string, string> = {}): Promise<string> {
  const { metafile } = await build({ ...common, stdin: { contents: code }, metafile: true });
  const exported = new Set(Object.values(metafile.outputs).flatMap((output) => output.exports));
  const { outputFiles } = await build({
    ...common,
    stdin: { contents: entry(exported, options) },
    plugins: [provide(code)],
    ...(Object.keys(defaults).length === 0 ? {} : withDefaults(defaults)),
  });
  return outputFiles[0]?.text ?? "";
}

const common = {
  bundle: true,
  write: false as const,
  format: "esm" as const,
  platform: "neutral" as const,
  target: "es2022",
  external: ["k6", "k6/*", "http://*", "https://*"],
  logLevel: "silent" as const,
};

/** What is imported as `script` is this code. */
function provide(code: string): Plugin {
  return {
    name: "script",
    setup(build) {
      build.onResolve({ filter: /^script$/ }, () => ({ path: "script", namespace: "script" }));
      build.onLoad({ filter: /.*/, namespace: "script" }, () => ({ contents: code, loader: "js" }));
    },
  };
}

/** `export *` leaves out the default export, and gives way to an export of the same name. */
function entry(exported: ReadonlySet<string>, options: Record<string, unknown> | null): string {
  const lines = [`export * from "script";`, ...(exported.has("default") ? [`export { default } from "script";`] : [])];
  if (options === null) return lines.join("\n");
  const replaced = "scenarios" in options ? shortcuts : [];
  return [
    ...lines,
    ...(exported.has("options") ? [`import { options as own } from "script";`] : ["const own = {};"]),
    `const { ${[...replaced, "...kept"].join(", ")} } = own;`,
    `export const options = { ...kept, ...${JSON.stringify(options)} };`,
  ].join("\n");
}

/** A view of `__ENV`, because what is written into it at the start is gone when an iteration begins (k6's `js/runner.go`). */
function withDefaults(defaults: Record<string, string>) {
  const values = escapeUnprintable(JSON.stringify(defaults, null, 2));
  const view = "const sondeVariables = new Proxy({}, { get: (_, name) => __ENV[name] ?? sondeDefaults[name] });";
  return { define: { __ENV: "sondeVariables" }, banner: { js: `const sondeDefaults = ${values};\n${view}\n` } };
}
