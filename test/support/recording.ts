import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { markers } from "../../worker/contract/markers.ts";
import type { Recording } from "./judge-case.ts";

const folder = join(import.meta.dirname, "../fixtures/runs");

/** What recordings call the case server. */
export const recordedHost = "127.0.0.1:4000";
const recordedAtMs = Date.parse("2026-01-01T00:00:00Z");

/** Metrics that say something of a run; k6 writes as many again of its own traffic and VUs. */
const kept =
  /^(?:checks|group_duration|http_req_(?:duration|blocked|connecting|tls_handshaking|sending|waiting|receiving)|ws_connecting)$/;
const maxSamplesOfMetric = 120;

/** Reads what `saveRecording` wrote. */
export async function loadRecording(name: string): Promise<Recording> {
  const read = async (type: string) => readFile(join(folder, `${name}.${type}`), "utf8");
  const lines = async (type: string) => (await read(type)).split("\n").filter((line) => line !== "");
  return { ...(JSON.parse(await read("json")) as Recording), samples: await lines("ndjson"), logs: await lines("log") };
}

/** Writes a run without what differs between machines and days. `host` and `directory` are this machine's. */
export async function saveRecording(name: string, recording: Recording, host: string, directory: string): Promise<void> {
  const shiftMs = recordedAtMs - recording.result.startedAtMs;
  const general = (text: string) => text.replaceAll(host, recordedHost).replaceAll(directory, "/run");
  const write = (type: string, text: string) => writeFile(join(folder, `${name}.${type}`), general(text));
  const { inspection, result } = recording;
  const shifted = {
    ...result,
    startedAtMs: recordedAtMs,
    endedAtMs: result.endedAtMs + shiftMs,
    durationMs: Math.round(result.durationMs),
  };
  await write("json", `${JSON.stringify({ inspection, result: shifted }, null, 2)}\n`);
  await write("ndjson", textOf(fewOfEach(recording.samples).map((line) => normalSample(line, shiftMs))));
  await write("log", textOf(recording.logs.map((line) => normalLog(line, shiftMs))));
}

const sampleLine = z.looseObject({
  metric: z.string(),
  data: z.looseObject({ time: z.string().optional(), value: z.number().optional() }),
});
const logLine = z.looseObject({ time: z.string() });

function fewOfEach(lines: readonly string[]): string[] {
  const count = new Map<string, number>();
  return lines.filter((line) => {
    const metric = sampleLine.safeParse(jsonOf(line)).data?.metric;
    if (metric === undefined) return true;
    count.set(metric, (count.get(metric) ?? 0) + 1);
    return (
      (kept.test(metric) || Object.values<string>(markers).includes(metric)) && (count.get(metric) ?? 0) <= maxSamplesOfMetric
    );
  });
}

function normalSample(line: string, shiftMs: number): string {
  const { data: parsed } = sampleLine.safeParse(jsonOf(line));
  if (!parsed || parsed.data.time === undefined || parsed.data.value === undefined) return line;
  const { time, value } = parsed.data;
  return JSON.stringify({ ...parsed, data: { ...parsed.data, time: shift(time, shiftMs), value: Math.round(value * 10) / 10 } });
}

function normalLog(line: string, shiftMs: number): string {
  const { data: parsed } = logLine.safeParse(jsonOf(line));
  return parsed ? JSON.stringify({ ...parsed, time: shift(parsed.time, shiftMs) }) : line;
}

function shift(time: string, shiftMs: number): string {
  return new Date(Date.parse(time) + shiftMs).toISOString();
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
