import { createRedactor } from "../kit/redact.ts";
import { type CodeNames, createCodeNames, unique } from "./code-names.ts";
import { type Credential, findCredentials } from "./find-credentials.ts";
import type { RecordedRequest } from "./read-recording.ts";
import { type Reading, readingsOf } from "./recorded-answers.ts";
import { seenIn } from "./seen-values.ts";

/** Where a journey has a value from that the recording held: a secret of the target, or the answer of an earlier request. */
export type Source =
  | { kind: "secret"; variable: string; name: string }
  | { kind: "taken"; variable: string; from: number; reading: Reading; isCredential: boolean };

/** The values that must not, or should not, stand in the journey as they were recorded. */
export interface KnownValues {
  /** What stands for the whole of this text in request `at`; `null`: it may stay as it is. */
  sourceOf(text: string, at: number): Source | null;
  /** Credentials to look for inside of texts, longest first. */
  inTexts: readonly string[];
  /** A secret for a text that holds a credential in some other spelling. */
  secretFor(text: string, name: string): Source;
  /** The text with every credential in it masked, in whatever spelling. */
  masked(text: string): string;
  names: CodeNames;
}

/** Shorter ones are ordinary words: they are replaced where they were found, and not wherever they occur. */
export const shortestInText = 6;

/** `all`: the whole recording, whose credentials are looked for; `requests`: those that become steps. */
export function knownValues(all: readonly RecordedRequest[], requests: readonly RecordedRequest[]): KnownValues {
  const credentials = firstNames(findCredentials(all));
  const longest = [...credentials.keys()].filter((value) => value.length >= shortestInText).sort((a, b) => b.length - a.length);
  const redactor = createRedactor(longest);
  const answers = requests.map(readingsOf);
  const firstSeen = firstSeenIn(requests);
  const names = createCodeNames();
  const secretNames = new Set<string>();
  const secrets = new Map<string, Source>();
  const taken = new Map<string, Source & { kind: "taken" }>();

  const known: KnownValues = {
    sourceOf(text, at) {
      const credential = credentials.get(text);
      if (credential === undefined && !isLikeAnId(text)) return null;
      const found = takenFrom(text, at, credential);
      if (found) return found;
      return credential === undefined ? null : known.secretFor(text, credential);
    },
    inTexts: longest,
    secretFor(text, name) {
      const before = secrets.get(text);
      if (before) return before;
      const own = unique(name, "-", secretNames);
      const source: Source = { kind: "secret", name: own, variable: names.variable(own) };
      secrets.set(text, source);
      return source;
    },
    masked: (text) => redactor.text(text),
    names,
  };

  /** A value that a request had before any answer is the browser's own. */
  function takenFrom(text: string, at: number, credential: string | undefined): Source | null {
    const before = taken.get(text);
    if (before) return before.from < at ? before : null;
    const from = answers.findIndex((readings) => readings.has(text));
    const reading = answers[from]?.get(text);
    if (!reading || from >= at || (firstSeen.get(text) ?? at) <= from) return null;
    const variable = names.variable(reading.name || "value");
    const source = { kind: "taken", variable, from, reading, isCredential: credential !== undefined } as const;
    taken.set(text, source);
    return source;
  }

  return known;
}

function firstNames(credentials: readonly Credential[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { value, name } of credentials) if (!names.has(value)) names.set(value, name);
  return names;
}

function firstSeenIn(requests: readonly RecordedRequest[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const [at, request] of requests.entries()) for (const value of seenIn(request)) if (!seen.has(value)) seen.set(value, at);
  return seen;
}

/** Made by a machine: `7f3c…`, `thread-12`, `1045`. An ordinary word that an answer and a request share is no value to take. */
function isLikeAnId(text: string): boolean {
  return /^\d{4,}$/.test(text) || (text.length >= 6 && text.length <= 512 && /\d/.test(text) && !/\s/.test(text));
}
