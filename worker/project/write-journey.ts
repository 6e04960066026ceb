import type { CodeNames } from "./code-names.ts";
import { keyCode, quoted } from "./code-text.ts";
import type { ImportPath } from "./kit-imports.ts";
import type { Source } from "./known-values.ts";
import type { RecordedRequest } from "./read-recording.ts";
import type { RequestCode } from "./write-request.ts";
import type { ValueWriter } from "./write-values.ts";

/** Where requests went, and the variable that stands for it. */
export interface Origin {
  recorded: string;
  /** The same without a credential. */
  shown: string;
  variable: string;
}

export interface Step extends RequestCode {
  name: string;
  request: RecordedRequest;
  values: ValueWriter;
  /** Steps whose answers set cookies that this one sends. */
  cookiesFrom: number[];
}

type Taken = Source & { kind: "taken" };

/** What a step gives to later ones, and the variable that holds it. */
interface Gift {
  variable: string;
  values: Taken[];
}

/** The text of a journey of the kit. */
export function writeJourney(
  steps: readonly Step[],
  origins: readonly Origin[],
  names: CodeNames,
  importPath: ImportPath,
): string {
  const gifts = giftsOf(steps, names);
  const used: Imports = { expect: new Set(["status"]), read: new Set() };
  const bodies = steps.map((step, at) => stepCode(step, gifts, gifts.get(at), used));
  const context = ["step", "target", ...(steps.some(readsSecrets) ? ["secret"] : [])];
  const shown = origins.map(({ shown }) => shown).join(", ");
  return `${importsCode(steps, used, importPath)}
// Made by \`sonde import har\` from a recording of ${shown}.
// Change: names of steps and checks into your users' words; checks of what the answers say, since a status alone says little.
export const options = declare({
  steps: {
${steps.map((step) => `    ${keyCode(step.name)}: ${declarationCode(step, steps)},\n`).join("")}  },
});

export default journey(options, async ({ ${context.join(", ")} }) => {
${originsCode(origins)}
${bodies.join("\n")}});
`;
}

interface Imports {
  expect: Set<string>;
  read: Set<string>;
}

function importsCode(steps: readonly Step[], { expect, read }: Imports, importPath: ImportPath): string {
  const line = (names: Iterable<string>, file: string) =>
    `import { ${[...names].sort().join(", ")} } from ${quoted(importPath(file))};\n`;
  return [
    steps.some(({ needsEncoding }) => needsEncoding) ? 'import encoding from "k6/encoding";\n' : "",
    line(["declare"], "kit/declare.ts"),
    line(expect, "kit/expect.ts"),
    line(["journey"], "kit/journey.ts"),
    read.size > 0 ? line(read, "kit/read.ts") : "",
  ].join("");
}

function originsCode([api, ...others]: readonly Origin[]): string {
  const lines = api ? [`  const ${api.variable} = target.urls.api; // recorded at ${api.shown}\n`] : [];
  return [...lines, ...others.map(({ variable, shown }) => `  const ${variable} = ${quoted(shown)};\n`)].join("");
}

function giftsOf(steps: readonly Step[], names: CodeNames): Map<number, Gift> {
  const gifts = new Map<number, Gift>();
  for (const source of new Set(steps.flatMap(({ values }) => [...values.sources]))) {
    if (source.kind !== "taken") continue;
    const gift = gifts.get(source.from) ?? { variable: names.variable(steps[source.from]?.name ?? ""), values: [] };
    gifts.set(source.from, { ...gift, values: [...gift.values, source] });
  }
  return gifts;
}

function readsSecrets({ values }: Step): boolean {
  return [...values.sources].some(({ kind }) => kind === "secret");
}

function takenBy({ values }: Step): Taken[] {
  return [...values.sources].filter((source) => source.kind === "taken");
}

function declarationCode(step: Step, steps: readonly Step[]): string {
  const from = [...new Set([...takenBy(step).map(({ from }) => from), ...step.cookiesFrom])].sort((a, b) => a - b);
  const needs = from.map((at) => quoted(steps[at]?.name ?? "")).join(", ");
  const budget = `budget: "${Math.max(3, Math.ceil((3 * step.request.tookMs) / 1_000))}s"`;
  return needs === "" ? `{ ${budget} }` : `{ needs: [${needs}], ${budget} }`;
}

function stepCode(step: Step, gifts: ReadonlyMap<number, Gift>, gift: Gift | undefined, imports: Imports): string {
  const lines = [
    ...needsCode(step, gifts),
    ...[...step.values.sources].flatMap((source) =>
      source.kind === "secret" ? [`const ${source.variable} = await secret(${quoted(source.name)});`] : [],
    ),
    `const response = ${step.call};`,
    ...checksCode(step, gift, imports),
    ...(gift ? giftCode(gift, imports) : []),
  ];
  const receiver = gift ? `const ${gift.variable} = ` : "";
  const asynchronous = readsSecrets(step) ? "async " : "";
  const body = lines.map((line) => `    ${line}\n`).join("");
  return `  ${receiver}await step(${quoted(step.name)}, ${asynchronous}(s) => {\n${body}  });\n`;
}

function needsCode(step: Step, gifts: ReadonlyMap<number, Gift>): string[] {
  const needed = new Map<number, string[]>();
  for (const { from, variable } of takenBy(step)) needed.set(from, [...(needed.get(from) ?? []), variable]);
  return [...needed].map(
    ([from, variables]) => `const { ${variables.join(", ")} } = s.need(${gifts.get(from)?.variable ?? ""});`,
  );
}

function checksCode({ request }: Step, gift: Gift | undefined, imports: Imports): string[] {
  // Asked without the browser's cache, the answer is whole.
  const wanted = request.status === 304 ? 200 : request.status;
  const readings = (gift?.values ?? []).flatMap(({ reading }) => reading.check ?? []);
  for (const name of readings.flatMap(({ imports }) => imports)) imports.expect.add(name);
  const checks = new Map([
    [`answers ${wanted}`, `status(${wanted})`],
    ...readings.map(({ name, code }) => [name, code] as const),
  ]);
  const codes = [...checks].map(([name, code]) => `${quoted(name)}: ${code}`);
  const call = gift ? "require" : "check";
  const [only] = codes;
  return codes.length === 1 ? [`s.${call}(response, { ${only} });`] : multiline(`s.${call}(response, {`, codes, "});");
}

function multiline(open: string, items: readonly string[], close: string): string[] {
  return [open, ...items.map((item) => `  ${item},`), close];
}

function giftCode({ values }: Gift, imports: Imports): string[] {
  return [
    ...values.flatMap(({ variable, reading, isCredential }) => {
      for (const name of reading.imports) imports.read.add(name);
      const lines = [`const ${variable} = ${reading.code};`];
      if (reading.check === null) {
        for (const name of ["value", "isText"]) imports.expect.add(name);
        lines.push(`s.require(${variable}, { ${quoted(`gives ${reading.name}`)}: value(isText) });`);
      }
      if (isCredential) lines.push(`s.secret(${reading.type === "number" ? `String(${variable})` : variable});`);
      return lines;
    }),
    `return { ${values.map(({ variable }) => variable).join(", ")} };`,
  ];
}
