import { z } from "zod";
import { catalogueSchema, controlPaths, scenarioSchema } from "../control.ts";
import { DemoError } from "../demo-error.ts";
import { demoCommand, startCommand } from "./command-line.ts";

export type ListedFault = z.infer<typeof catalogueSchema>["faults"][number];
export type ListedScenarios = z.infer<typeof scenarioSchema>;

const refusalSchema = z.object({ detail: z.string() });
/** A change of what is deployed waits for nothing; this is for a machine that is busy. */
const timeoutMs = 5_000;

/** The catalogue of the demo that runs at `url`. Rejects with `DemoError` when none does, as all of these do. */
export async function readFaults(url: string): Promise<ListedFault[]> {
  return (await ask(url, "GET", controlPaths.faults, catalogueSchema)).faults;
}

/** Switches on exactly these. Rejects with `DemoError` when it knows no such fault. */
export async function switchFaults(url: string, faults: readonly string[]): Promise<ListedFault[]> {
  return (await ask(url, "PUT", controlPaths.faults, catalogueSchema, { faults })).faults;
}

export function readScenarios(url: string): Promise<ListedScenarios> {
  return ask(url, "GET", controlPaths.scenario, scenarioSchema);
}

/** Switches on exactly the faults of a scenario. Rejects with `DemoError` when it knows no such scenario. */
export function playScenario(url: string, name: string): Promise<ListedScenarios> {
  return ask(url, "PUT", controlPaths.scenario, scenarioSchema, { name });
}

/** Ends all instances of the backend. */
export async function scaleToZero(url: string): Promise<void> {
  await ask(url, "POST", controlPaths.scaleToZero, z.object({}), {});
}

async function ask<T>(url: string, method: string, path: string, schema: z.ZodType<T>, sent?: object): Promise<T> {
  if (!/^https?:/.test(url) || !URL.canParse(url))
    throw new DemoError(`${url} is no URL: give one such as http://127.0.0.1:4620.`);
  const body = sent && { headers: { "content-type": "application/json" }, body: JSON.stringify(sent) };
  const { status, text } = await answerOf(new URL(path, url), { method, ...body });
  const answer = parsed(text);
  const read = schema.safeParse(answer);
  if (status === 200 && read.success) return read.data;
  const refusal = refusalSchema.safeParse(answer);
  if ((status === 403 || status === 422) && refusal.success) throw new DemoError(refusal.data.detail);
  throw new DemoError(
    `What answers at ${url} is no demo: it answered ${status}. Name the demo's URL with --url or SONDE_DEMO_URL.`,
  );
}

async function answerOf(url: URL, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new DemoError(`No demo answers at ${url.origin}: ${reasonOf(cause)}. ${remedyFor(url)}.`, { cause });
  }
}

function remedyFor({ protocol }: URL): string {
  if (protocol === "https:") return "Faults are switched by its plain address as well: give that with --url http://…";
  return `Start one with \`${demoCommand()}\` or \`${startCommand}\`, or say where it is with --url or SONDE_DEMO_URL`;
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error && thrown.cause.message !== "" ? thrown.cause.message : thrown.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
