import type { Evidence, StepEnd } from "../contract/markers.ts";
import { isObject, parsed } from "./line-sample.ts";

/** What load runs want of a step's end. */
export type LoadStepEnd = Pick<StepEnd, "outcome" | "reason" | "exception" | "network" | "measures" | "evidence" | "revision">;

const outcomes: ReadonlySet<unknown> = new Set(["passed", "failed", "blocked"] satisfies StepEnd["outcome"][]);

/** The document of a step's end; `null` when it is missing or not the kit's. Checked by hand: it comes with every step of every user. */
export function stepEndOf(document: string | null): LoadStepEnd | null {
  const read = document === null ? undefined : parsed(document);
  if (!isObject(read)) return null;
  // Of a step that passed under load these are left out (`PassedUnderLoad`).
  const { outcome, reason = null, exception = null, network = null, measures, evidence = {}, revision } = read;
  if (!isOutcome(outcome) || !isObject(measures) || !isObject(evidence)) return null;
  if (!isTextOrNull(reason) || !isTextOrNull(exception) || !isTextOrNull(network) || !isTextOrNull(revision)) return null;
  return {
    outcome,
    reason,
    exception,
    network,
    revision,
    measures: numbersOf(measures),
    evidence: outcome === "failed" ? evidenceOf(evidence) : {},
  };
}

/** What a failed check saw; `null`: it does not say. */
export function observedOf(document: string | null): string | null {
  const read = document === null ? undefined : parsed(document);
  return isObject(read) && typeof read["observed"] === "string" ? read["observed"] : null;
}

const fields: { readonly [Name in keyof Evidence]-?: (value: unknown) => boolean } = {
  status: isNumber,
  remoteAddress: isText,
  body: isText,
  headers: (value) => isObject(value) && Object.values(value).every(isText),
  socketError: isText,
  upgradeStatus: isNumber,
  closeCode: isNumber,
  closeReason: isText,
  request: isText,
  messages: (value) => Array.isArray(value) && value.every(isText),
};

/** The fields that are what they should be. */
function evidenceOf(value: Record<string, unknown>): Evidence {
  const known = Object.entries(fields).filter(([name, isRight]) => Object.hasOwn(value, name) && isRight(value[name]));
  return Object.fromEntries(known.map(([name]) => [name, value[name]]));
}

function numbersOf(measures: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(Object.entries(measures).filter((entry): entry is [string, number] => isNumber(entry[1])));
}

function isOutcome(value: unknown): value is StepEnd["outcome"] {
  return outcomes.has(value);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
