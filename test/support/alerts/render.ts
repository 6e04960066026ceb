import type { Value } from "./calculate.ts";

/**
 * Go's templates as far as annotations use them, filled in as Grafana does: `.Labels.x`, `.` of a label, `.Values.x` in a `with` (not
 * nested), `printf` of a number, `urlquery`, `externalURL`. Throws for anything else.
 */
export function render(template: string, labels: Value["labels"], values: ReadonlyMap<string, Value>): string {
  const whole = template.replaceAll(
    /\{\{ with \.(Values|Labels)\.(\w+) \}\}(.*?)\{\{ end \}\}/g,
    (_, kind: string, name: string, inner: string) => {
      if (kind === "Labels") return labels[name] === undefined ? "" : inner.replaceAll("{{ . }}", labels[name]);
      const value = values.get(name);
      return value ? fill(inner, value.labels, value.value) : "";
    },
  );
  return fill(whole, labels, null);
}

function fill(text: string, labels: Value["labels"], value: number | null): string {
  return text.replaceAll(/\{\{ (.*?) \}\}/g, (action, code: string) => {
    const [, encode, name] = /^(urlquery )?\.Labels\.(\w+)$/.exec(code) ?? [];
    if (name !== undefined) return encode ? encodeURIComponent(labels[name] ?? "") : (labels[name] ?? "[no value]");
    const [, digits] = /^printf "%\.(\d)f" \.Value$/.exec(code) ?? [];
    if (digits !== undefined && value !== null) return value.toFixed(Number(digits));
    if (code === "externalURL") return "https://grafana.example.com/";
    throw new Error(`not known in templates: ${action}`);
  });
}
