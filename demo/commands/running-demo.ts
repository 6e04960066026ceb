import { z } from "zod";
import { catalogueSchema, controlPath } from "../control.ts";
import { DemoError } from "../demo-error.ts";

export type ListedFault = z.infer<typeof catalogueSchema>["faults"][number];

const refusalSchema = z.object({ detail: z.string() });
const timeoutMs = 5_000;

/** The catalogue of the demo that runs at `url`. Rejects with `DemoError` when none does. */
export function readFaults(url: string): Promise<ListedFault[]> {
  return ask(url, { method: "GET" });
}

/** Switches on exactly these in the demo that runs at `url`. Rejects with `DemoError` when none does, or it knows no such fault. */
export function switchFaults(url: string, faults: readonly string[]): Promise<ListedFault[]> {
  return ask(url, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ faults }) });
}

async function ask(url: string, init: RequestInit): Promise<ListedFault[]> {
  if (!/^https?:/.test(url) || !URL.canParse(url))
    throw new DemoError(`${url} is no URL: give one such as http://127.0.0.1:4620.`);
  const { status, text } = await answerOf(url, init);
  const body = parsed(text);
  const listed = catalogueSchema.safeParse(body);
  if (status === 200 && listed.success) return listed.data.faults;
  const refusal = refusalSchema.safeParse(body);
  if ((status === 403 || status === 422) && refusal.success) throw new DemoError(refusal.data.detail);
  throw new DemoError(
    `What answers at ${url} is no demo: it answered ${status}. Name the demo's URL with --url or SONDE_DEMO_URL.`,
  );
}

async function answerOf(url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(new URL(controlPath, url), { ...init, signal, redirect: "manual" });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    const remedy = "Start one with `npm run demo` or `npm start`, or say where it is with --url or SONDE_DEMO_URL";
    throw new DemoError(`No demo answers at ${url}: ${reasonOf(cause)}. ${remedy}.`, { cause });
  }
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
