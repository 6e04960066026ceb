import { z } from "zod";
import { loadSummary, loadWindow } from "../../kit/load-documents.ts";
import { messageOf } from "../../kit/message-of.ts";
import type { LoadRecord } from "./load-report.ts";

const file = z.object({
  format: z.literal("sonde-load-report"),
  version: z.literal(1),
  summary: loadSummary,
  windows: z.array(loadWindow),
});

/** A file of `loadJson` as another run's baseline. Throws an error that says what was found and what was expected. */
export function readLoadJson(text: string): LoadRecord {
  const read = file.safeParse(parsed(text));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const where = first && first.path.length > 0 ? ` at ${first.path.join(".")}` : "";
  throw new Error(`This is no report that sonde load wrote as JSON (version 1):${where} ${first?.message ?? "unknown"}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`This is no JSON: ${messageOf(cause)}`, { cause });
  }
}
