import { markers } from "../contract/markers.ts";
import type { ObservedStep } from "../contract/observed.ts";
import type { Request, StepTimings } from "../contract/run.ts";
import { observedCheckOf, registeredSecretOf, stepEndOf } from "./marker.ts";
import type { Sample } from "./output-line.ts";
import type { Reading } from "./reading.ts";
import { requestNameOf, stepNameOf } from "./step-name.ts";
import { addCheck, addDuration, addEnd, addRequest, addStart } from "./step-table.ts";

type Taker = (reading: Reading, sample: Sample, step: ObservedStep) => void;

/** What each metric adds to its step. Metrics that are not here make no step. */
const takers: Record<string, Taker> = {
  [markers.stepStarted](reading, sample, step) {
    reading.marked.add(step.name);
    addStart(step, sample.atMs);
  },
  [markers.stepEnded](reading, sample, step) {
    const end = stepEndOf(sample);
    if (end === null) {
      reading.seen.unreadableLines += 1;
      return;
    }
    if (step.started === 0) addStart(step, sample.atMs - end.durationMs);
    addEnd(step, end);
    reading.seen.revision = end.revision ?? reading.seen.revision;
  },
  checks(_reading, sample, step) {
    addCheck(step, sample.tags["check"] ?? "check", sample.value === 1, observedCheckOf(sample)?.observed ?? answerOf(step));
  },
  group_duration(_reading, sample, step) {
    addStart(step, sample.atMs - sample.value);
    addDuration(step, sample.value);
  },
  http_req_duration(reading, sample, step) {
    takeRequest(reading, sample, step);
  },
  ws_connecting(reading, sample, step) {
    takeRequest(reading, sample, step);
  },
  http_req_blocked(reading, sample, step) {
    addPhase(step, "blockedMs", sample.value);
    // k6's duration of a request leaves out DNS, connecting and TLS, which its user waits for too.
    if (isTimedByRequest(reading, sample, step)) addDuration(step, (step.durationsMs.pop() ?? 0) + sample.value);
  },
  http_req_connecting: (_reading, sample, step) => addPhase(step, "connectingMs", sample.value),
  http_req_tls_handshaking: (_reading, sample, step) => addPhase(step, "tlsMs", sample.value),
  http_req_sending: (_reading, sample, step) => addPhase(step, "sendingMs", sample.value),
  http_req_waiting: (_reading, sample, step) => addPhase(step, "waitingMs", sample.value),
  http_req_receiving: (_reading, sample, step) => addPhase(step, "receivingMs", sample.value),
};

export function takeSample(reading: Reading, sample: Sample): void {
  reading.watch.see(sample);
  if (sample.metric === markers.journeyEnded) reading.seen.journeyEnded = true;
  if (sample.metric === markers.secret) reading.learnSecret(registeredSecretOf(sample)?.value ?? "");
  const taker = takers[sample.metric];
  if (!taker) return;
  const step = reading.table.at(stepNameOf(sample, reading.lastRequest), sample.atMs);
  if (step) taker(reading, sample, step);
}

function takeRequest(reading: Reading, sample: Sample, step: ObservedStep): void {
  const request = requestOf(sample);
  reading.lastRequest = step.name;
  reading.seen.requests += 1;
  if (request.status > 0) reading.seen.responses += 1;
  if (request.status === 0 || request.status >= 500) reading.seen.badResponses += 1;
  addRequest(step, request);
  if (isTimedByRequest(reading, sample, step)) {
    addStart(step, sample.atMs - sample.value);
    addDuration(step, sample.value);
  }
  if (!reading.marked.has(step.name)) step.network ??= networkErrorOf(sample, request);
}

function requestOf({ metric, tags, value }: Sample): Request {
  const status = Number.parseInt(tags["status"] ?? "0", 10) || 0;
  const silent = metric === "ws_connecting" && status === 0 ? "refused or not answered" : null;
  return {
    name: requestNameOf(tags) ?? metric,
    method: tags["method"] ?? (metric === "ws_connecting" ? "WS" : "GET"),
    status,
    durationMs: value,
    remoteAddress: tags["ip"] || null,
    error: tags["error"] ?? silent,
  };
}

/** Error codes 1100 to 1399 are DNS, TCP and TLS (`lib/netext/httpext/error_codes.go`); a refused socket has no status. */
function networkErrorOf({ metric, tags }: Sample, { status, error }: Request): string | null {
  const code = Number(tags["error_code"] ?? 0);
  const couldNotConnect = (code >= 1100 && code < 1400) || (metric === "ws_connecting" && status === 0);
  return couldNotConnect ? error : null;
}

/** Neither the kit nor a group times this step. */
function isTimedByRequest({ marked }: Reading, { tags }: Sample, step: ObservedStep): boolean {
  return !marked.has(step.name) && (tags["step"] !== undefined || !tags["group"]);
}

function addPhase(step: ObservedStep, phase: keyof StepTimings, ms: number): void {
  step.timings[phase] = (step.timings[phase] ?? 0) + ms;
}

/** What a failed check of a plain script most likely looked at. */
function answerOf(step: ObservedStep): string | null {
  const last = step.requests.at(-1);
  return last ? `${last.name} answered ${last.error ?? last.status}` : null;
}
