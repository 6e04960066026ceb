import { createLineReader } from "../worker/load/read-line.ts";
import { unusedMetrics } from "../worker/load/take-sample.ts";
import { createWindows } from "../worker/load/windows.ts";
import { parseLine } from "../worker/interpret/output-line.ts";
import { type Figure, type Lab, scaled } from "./support/figure.ts";
import { spreadOf, whole } from "./support/spread.ts";

const rounds = 25;
const requests = 5_000;
/** Several times faster. */
const leastTimes = 3;

export const loadLine: Figure = {
  name: "load-line",
  title: "Reading k6's lines under load",
  limitMs: 120_000,
  measure(lab) {
    const text = linesOf(scaled(requests, lab, 500));
    lab.say("JSON.parse with a schema, JSON.parse alone, ours");
    const schema = costOf(text, lab, () => parseLine);
    const json = costOf(text, lab, () => JSON.parse);
    const all = costOf(text, lab, () => createLineReader());
    const wanted = costOf(text, lab, () => createLineReader({ skip: unusedMetrics }));
    const added = costOf(text, lab, () => {
      const [reader, windows] = [createLineReader({ skip: unusedMetrics }), createWindows()];
      return (line) => {
        const sample = reader(line);
        if (sample !== null && typeof sample === "object") windows.add(sample);
      };
    });
    const row = (what: string, ours: number, kept: boolean | null) => ({
      what,
      ours: ns(ours),
      alternative: ns(schema),
      ratio: ours / schema,
      target: kept === null ? null : "at most a third",
      kept,
    });
    return Promise.resolve({
      what: `CPU a line of \`k6 run --out json\`, as k6 writes them for a request with a check: fourteen lines an iteration, eight different requests. Out of 64 KiB chunks, so that lines are slices as in a run. The alternative is what reads probes: \`JSON.parse\` and a zod schema. Best of ${rounds} rounds.`,
      rows: [
        row("every line read", all, null),
        row("lines read that load runs use, the rest skipped", wanted, wanted * leastTimes <= schema),
        row("the same, added to windows", added, null),
      ],
      notes: [
        `\`JSON.parse\` alone takes ${ns(json)}. At 1,200 requests a second, some 17,000 lines, reading and adding costs ${whole((added * 16_800) / 1e6)} ms of every second.`,
      ],
    });
  },
};

const chunkLength = 65_536;

/** Lines anew in each round: what was read once is no slice of a chunk any more. */
function split(text: string): string[] {
  const lines: string[] = [];
  let rest = "";
  for (let start = 0; start < text.length; start += chunkLength) {
    const parts = (rest + Buffer.from(text.slice(start, start + chunkLength)).toString()).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  }
  return lines;
}

/** Nanoseconds a line, of the best round. */
function costOf(text: string, lab: Lab, make: () => (line: string) => unknown): number {
  const costs = Array.from({ length: scaled(rounds, lab, 3) }, () => {
    lab.signal.throwIfAborted();
    const lines = split(text);
    const read = make();
    const before = process.cpuUsage();
    for (const line of lines) read(line);
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1_000) / lines.length;
  });
  return -spreadOf(
    costs.map((cost) => -cost),
    "nanoseconds a line",
  ).max;
}

const phases = ["blocked", "connecting", "tls_handshaking", "sending", "waiting", "receiving"];

function linesOf(count: number): string {
  const lines = Array.from({ length: count }, (_none, at) => {
    const time = new Date(Date.UTC(2026, 0, 1) + at).toISOString().replace("Z", "123456Z");
    const name = `GET /api/items/${at % 8}`;
    const tags = `{"expected_response":"true","group":"","method":"GET","name":"${name}","proto":"HTTP/1.1","scenario":"shop","status":"200","step":"item","url":"${name}"}`;
    const point = (metric: string, value: number, own = tags) =>
      `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},"tags":${own}}}\n`;
    const ms = 20 + (at % 97) / 7;
    const ofIteration = '{"group":"","scenario":"shop"}';
    return [
      point("http_reqs", 1),
      point("http_req_duration", ms),
      ...phases.map((phase, index) => point(`http_req_${phase}`, ms / (index + 2))),
      point("http_req_failed", 0),
      point("checks", 1, '{"check":"status is 200","group":"","scenario":"shop","step":"item"}'),
      point("data_sent", 92, ofIteration),
      point("data_received", 189, ofIteration),
      point("iteration_duration", ms + 0.1, ofIteration),
      point("iterations", 1, ofIteration),
    ].join("");
  });
  return lines.join("");
}

function ns(value: number): string {
  return `${whole(value)} ns`;
}
