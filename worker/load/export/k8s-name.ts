/** The operator appends `-initializer` to it, and a label has 63 characters. */
const longest = 50;

/** A name that Kubernetes takes for any object, out of words of ours: `sonde-release-staging`. */
export function k8sName(...words: readonly string[]): string {
  const name = words
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return (
    name
      .replace(/^[^a-z]+/, "")
      .slice(0, longest)
      .replace(/-+$/, "") || "load"
  );
}
