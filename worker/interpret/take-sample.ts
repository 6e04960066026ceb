import { markers } from "../contract/markers.ts";
import type { ObservedStep } from "../contract/observed.ts";
import type { Request, StepTimings } from "../contract/run.ts";
import { mergeContact } from "./contact.ts";
import { observedCheckOf, registeredSecretOf, stepEndOf } from "./marker.ts";
import type { Sample } from "./output-line.ts";
import type { Reading } from "./reading.ts";
import { clean, requestNameOf, stepNameOf } from "../kit/step-name.ts";
import { addCheck, addDuration, addEnd, addRequest, addStart } from "./step-table.ts";
import { takeLeftover } from "./take-leftover.ts";

type Taker = (reading: Reading, sample: Sample, step: ObservedStep) => void;

/** What each metric adds to its step. Metrics that are not here make no step. */
const takers = new Map<string, Taker>([
  [markers.stepStarted, takeStepStart],
  [markers.stepEnded, takeStepEnd],
  ["checks", takeCheck],
  ["group_duration", takeGroup],
  ["http_req_duration", takeRequest],
  ["ws_connecting", takeRequest],
  ["http_req_blocked", takeBlocked],
  ["http_req_connecting", takePhase("connectingMs")],
  ["http_req_tls_handshaking", takePhase("tlsMs")],
  ["http_req_sending", takePhase("sendingMs")],
  ["http_req_waiting", takePhase("waitingMs")],
  ["http_req_receiving", takePhase("receivingMs")],
]);

export function takeSample(reading: Reading, sample: Sample): void {
  reading.watch.see(sample);
  if (sample.metric === markers.journeyEnded) takeJourneyEnd(reading, sample);
  if (sample.metric === markers.secret) takeSecret(reading, sample);
  if (sample.metric === markers.created) takeLeftover(reading, "created", sample);
  if (sample.metric === markers.removed) takeLeftover(reading, "removed", sample);
  const taker = takers.get(sample.metric);
  if (!taker) return;
  const lastRequest = reading.lastRequest.get(sample.tags["scenario"] ?? "") ?? null;
  const name = stepNameOf(sample.tags, lastRequest);
  if (taker === takeRequest) countRequest(reading, sample, name);
  const step = reading.table.at(name, sample.atMs);
  if (step) taker(reading, sample, step);
}

function takeJourneyEnd({ seen, firstStepAtMs }: Reading, { atMs }: Sample): void {
  seen.journeyEnded = true;
  if (firstStepAtMs !== null) seen.journeyMs ??= Math.max(0, atMs - firstStepAtMs);
}

/** A secret that cannot be read cannot be masked: that is no run to rely on. */
function takeSecret({ learnSecret, seen }: Reading, sample: Sample): void {
  const secret = registeredSecretOf(sample);
  if (secret) learnSecret(secret.value);
  else seen.unreadableLines += 1;
}

/** More scenarios than any script has. */
const maxScenarios = 100;

/** Requests of a step that is one too many count as well, and a check after one must not show under the step before. */
function countRequest({ seen, lastRequest }: Reading, { tags }: Sample, stepName: string): void {
  const scenario = tags["scenario"] ?? "";
  if (lastRequest.has(scenario) || lastRequest.size < maxScenarios) lastRequest.set(scenario, stepName);
  const status = statusOf(tags);
  seen.requests += 1;
  if (status > 0) seen.responses += 1;
  if (status === 0 || status >= 500) seen.badResponses += 1;
}

function takeStepStart(reading: Reading, { atMs }: Sample, step: ObservedStep): void {
  reading.marked.add(step.name);
  reading.firstStepAtMs = Math.min(reading.firstStepAtMs ?? atMs, atMs);
  addStart(step, atMs);
}

function takeStepEnd({ marked, seen }: Reading, sample: Sample, step: ObservedStep): void {
  const end = stepEndOf(sample);
  if (end === null) {
    seen.unreadableLines += 1;
    return;
  }
  marked.add(step.name);
  if (step.started === 0) addStart(step, sample.atMs - end.durationMs);
  addEnd(step, end);
  seen.revision = end.revision ?? seen.revision;
  if (end.contact) seen.contact = mergeContact(seen.contact, end.contact);
}

function takeCheck(_reading: Reading, sample: Sample, step: ObservedStep): void {
  const observed = observedCheckOf(sample)?.observed ?? answerOf(step);
  addCheck(step, clean(sample.tags["check"] ?? ""), sample.value === 1, observed);
}

function takeGroup(_reading: Reading, { atMs, value }: Sample, step: ObservedStep): void {
  addStart(step, atMs - value);
  addDuration(step, value);
}

function takeRequest(reading: Reading, sample: Sample, step: ObservedStep): void {
  const request = requestOf(sample);
  addRequest(step, request);
  if (isTimedByRequest(reading, sample, step)) {
    addStart(step, sample.atMs - sample.value);
    addDuration(step, sample.value);
  }
  if (!reading.marked.has(step.name)) step.network ??= networkErrorOf(sample, request);
}

/** k6's duration of a request leaves out DNS, connecting and TLS, which its user waits for too. */
function takeBlocked(reading: Reading, sample: Sample, step: ObservedStep): void {
  addPhase(step, "blockedMs", sample.value);
  if (isTimedByRequest(reading, sample, step)) addDuration(step, (step.durationsMs.pop() ?? 0) + sample.value);
}

function takePhase(phase: keyof StepTimings): Taker {
  return (_reading, sample, step) => addPhase(step, phase, sample.value);
}

function requestOf({ metric, tags, value }: Sample): Request {
  const status = statusOf(tags);
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

/** 0 when nothing was answered. */
function statusOf(tags: Sample["tags"]): number {
  return Number.parseInt(tags["status"] ?? "0", 10) || 0;
}

/** Error codes 1100 to 1399 are DNS, TCP and TLS (`lib/netext/httpext/error_codes.go`); a refused socket has no status. */
function networkErrorOf({ metric, tags }: Sample, { status, error }: Request): string | null {
  const code = Number(tags["error_code"] ?? 0);
  const couldNotConnect = (code >= 1100 && code < 1400) || (metric === "ws_connecting" && status === 0);
  return couldNotConnect ? (error ?? `k6's error ${code}`) : null;
}

/** k6 gives these two a group and no duration. */
const untimedGroups = new Set(["", "::setup", "::teardown"]);

/** Neither the kit nor a group times this step. */
function isTimedByRequest({ marked }: Reading, { tags }: Sample, step: ObservedStep): boolean {
  return !marked.has(step.name) && (tags["step"] !== undefined || untimedGroups.has(tags["group"] ?? ""));
}

function addPhase(step: ObservedStep, phase: keyof StepTimings, ms: number): void {
  step.timings[phase] = (step.timings[phase] ?? 0) + ms;
}

/** What a failed check of a plain script most likely looked at. */
function answerOf(step: ObservedStep): string | null {
  const last = step.requests.at(-1);
  return last ? `${last.name} answered ${last.error ?? last.status}` : null;
}
