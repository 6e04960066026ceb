import { unique } from "./code-names.ts";
import type { ImportPath } from "./kit-imports.ts";
import { nameFrom } from "./journey-name.ts";
import { type KnownValues, knownValues } from "./known-values.ts";
import type { RecordedRequest } from "./read-recording.ts";
import { cookiesOf, headerOf, setCookiesOf } from "./request-fields.ts";
import { type Origin, type Step, writeJourney } from "./write-journey.ts";
import { writeRequest } from "./write-request.ts";
import { createValueWriter } from "./write-values.ts";

/** A recording as a journey, and what became of the credentials in it. */
export interface ImportedJourney {
  text: string;
  /** Name of each secret to the requests that send it. */
  secrets: Map<string, string[]>;
  /** What is read from an answer, to where it comes from and who sends it. */
  taken: Map<string, { from: string; used: string[] }>;
  /** Requests in whose body something was masked that no secret can stand for. */
  cut: string[];
}

/**
 * Makes a journey: a step a request, with a check of its status. What the recording holds of credentials is read from the target's
 * secrets, or from the answer that gave it. `all`: the whole recording; `requests`: those that become steps.
 */
export function importRecording(
  all: readonly RecordedRequest[],
  requests: readonly RecordedRequest[],
  importPath: ImportPath,
): ImportedJourney {
  const known = knownValues(all, requests);
  const origins = originsOf(requests, known);
  const codes = new Map(origins.map(({ recorded, variable }) => [recorded, variable]));
  const names = new Set<string>();
  const jar = new Map<string, number>();
  const steps = requests.map((request, at): Step => {
    const values = createValueWriter(known, at);
    const cookie = () => known.secretFor("\0cookies", "cookie");
    const written = writeRequest(request, values, { origins: codes, jar: new Set(jar.keys()), cookie });
    const sent = cookiesOf(headerOf(request.headers, "cookie") ?? "").flatMap(({ name }) => jar.get(name) ?? []);
    for (const { name } of setCookiesOf(request)) jar.set(name, at);
    return { ...written, name: stepName(written.title, known, names), request, values, cookiesFrom: [...new Set(sent)] };
  });
  return { text: writeJourney(steps, origins, known.names, importPath), ...sourcesOf(steps) };
}

/** The first is where the target is; the others stay as they were recorded. */
function originsOf(requests: readonly RecordedRequest[], known: KnownValues): Origin[] {
  const recorded = [...new Set(requests.map(({ url }) => url.origin))];
  return recorded.map((origin, index) => {
    const variable = known.names.variable(index === 0 ? "api" : new URL(origin).hostname);
    return { recorded: origin, shown: known.masked(origin), variable };
  });
}

/** `post-auth-login` of `POST /auth/login`. */
function stepName(title: string, known: KnownValues, names: Set<string>): string {
  const readable = known.masked(title) === title ? title.replaceAll(":id", "").replace(/ \/$/, " start page") : "request";
  return unique(nameFrom(readable).slice(0, 48).replace(/-+$/, ""), "-", names);
}

function sourcesOf(steps: readonly Step[]): Pick<ImportedJourney, "secrets" | "taken" | "cut"> {
  const secrets: ImportedJourney["secrets"] = new Map();
  const taken: ImportedJourney["taken"] = new Map();
  for (const { values, title } of steps) {
    for (const source of values.sources) {
      if (source.kind === "secret") secrets.set(source.name, [...(secrets.get(source.name) ?? []), title]);
      else {
        const used = [...(taken.get(source.variable)?.used ?? []), title];
        taken.set(source.variable, { from: steps[source.from]?.title ?? "", used });
      }
    }
  }
  return { secrets, taken, cut: steps.filter(({ values }) => values.cut > 0).map(({ title }) => title) };
}

/** More than a run may have: `maxSteps` in `worker/interpret/step-table.ts`. */
export const maxSteps = 100;
