import { markers } from "../contract/markers.ts";
import type { Board } from "./board.ts";
import type { LoadSample, Tags } from "./line-sample.ts";
import { type LoadStepEnd, observedOf, stepEndOf } from "./step-end.ts";
import { clean, requestNameOf } from "../kit/step-name.ts";
import { type Span, type StepSeries, type StepTally, addMeasure, countError, journeyTally, stepTally } from "./tally.ts";

type Taker = (board: Board, span: Span, sample: LoadSample) => void;

/** What each metric adds. Metrics that are not here make no step. */
const takers = new Map<string, Taker>([
  ["vus", takeVus],
  ["iterations", takeIteration],
  ["iteration_duration", takeIterationDuration],
  ["dropped_iterations", takeDropped],
  ["group_duration", takeGroup],
  ["http_req_duration", takeRequest],
  ["http_req_blocked", takeBlocked],
  ["grpc_req_duration", takeRequest],
  ["ws_connecting", takeRequest],
  ["checks", takeCheck],
  [markers.stepStarted, takeStepStart],
  [markers.stepEnded, takeStepEnd],
]);

/** What k6 writes for every request and nobody aggregates: for the line reader to skip. */
export const unusedMetrics: ReadonlySet<string> = new Set([
  "http_reqs",
  "http_req_failed",
  "http_req_connecting",
  "http_req_tls_handshaking",
  "http_req_sending",
  "http_req_waiting",
  "http_req_receiving",
  "data_sent",
  "data_received",
  "ws_msgs_sent",
  "ws_msgs_received",
  "ws_ping",
  "ws_session_duration",
  "ws_sessions",
  markers.flush,
]);

export function takeSample(board: Board, span: Span, sample: LoadSample): void {
  takers.get(sample.metric)?.(board, span, sample);
}

/** Adds the request that waits for what it was blocked for. */
export function settle(board: Board): void {
  const { pending } = board;
  if (pending === null) return;
  pending.tally.duration.add(pending.ms);
  board.pending = null;
}

function takeVus(_board: Board, span: Span, { value }: LoadSample): void {
  span.vus = Math.max(span.vus ?? 0, value);
}

function takeIteration(board: Board, span: Span, { tags, value }: LoadSample): void {
  journeyTally(span, board.journeyOf(tags)).iterations += value;
}

function takeIterationDuration(board: Board, span: Span, { tags, value }: LoadSample): void {
  journeyTally(span, board.journeyOf(tags)).duration.add(value);
}

function takeDropped(board: Board, span: Span, { tags, value }: LoadSample): void {
  journeyTally(span, board.journeyOf(tags)).droppedIterations += value;
}

function takeGroup(board: Board, span: Span, { tags, value }: LoadSample): void {
  tallyOf(board, span, tags).duration.add(value);
}

function takeRequest(board: Board, span: Span, sample: LoadSample): void {
  settle(board);
  const { tags, atMs, value } = sample;
  const step = board.stepOf(tags);
  const tally = tallyOf(board, span, tags);
  tally.counts.requests += 1;
  if (isFailed(sample)) {
    tally.counts.requestsFailed += 1;
    // Steps of the kit say themselves what went wrong.
    if (!step.isMarked) countError(tally, step.book.find({ kind: "request", text: failureOf(sample), atMs }));
  }
  if (isTimedByRequest(step, tags)) board.pending = { atMs, step, tally, ms: value };
}

/** k6's duration of a request leaves out DNS, connecting and TLS, which its user waits for too. */
function takeBlocked(board: Board, _span: Span, { tags, atMs, value }: LoadSample): void {
  const { pending } = board;
  if (pending === null || pending.atMs !== atMs || pending.step !== board.stepOf(tags)) return;
  pending.ms += value;
  settle(board);
}

function takeCheck(board: Board, span: Span, { tags, value, atMs, document }: LoadSample): void {
  const tally = tallyOf(board, span, tags);
  tally.counts.checks += 1;
  if (value === 1) return;
  tally.counts.checksFailed += 1;
  const text = observedOf(document) ?? `${clean(tags["check"] ?? "")} (failed)`;
  countError(tally, board.stepOf(tags).book.find({ kind: "check", text, atMs }));
}

function takeStepStart(board: Board, span: Span, { tags }: LoadSample): void {
  board.stepOf(tags).isMarked = true;
  tallyOf(board, span, tags).counts.started += 1;
}

/** The kit says nothing of a step under load that passed without news. */
const passed: LoadStepEnd = {
  outcome: "passed",
  reason: null,
  exception: null,
  network: null,
  measures: {},
  evidence: {},
  revision: null,
};

function takeStepEnd(board: Board, span: Span, { tags, value, atMs, document }: LoadSample): void {
  const end = document === null ? passed : stepEndOf(document);
  if (end === null) {
    board.unreadableMarkers += 1;
    return;
  }
  const step = board.stepOf(tags);
  const tally = tallyOf(board, span, tags);
  step.isMarked = true;
  board.revision = end.revision ?? board.revision;
  if (end.outcome === "blocked") {
    tally.counts.blocked += 1;
    return;
  }
  tally.counts.ended += 1;
  tally.duration.add(value);
  for (const [name, measured] of Object.entries(end.measures)) addMeasure(tally, name)?.add(measured);
  if (end.outcome === "passed") return;
  tally.counts.failed += 1;
  const text = end.exception ?? end.reason ?? end.network;
  if (text !== null) countError(tally, step.book.find({ kind: "step", text, atMs, evidence: end.evidence }));
  // Its failed checks have been counted before: they say why, and the step what it saw.
  else step.book.giveEvidence(end.evidence);
}

function tallyOf(board: Board, span: Span, tags: Tags): StepTally {
  return stepTally(journeyTally(span, board.journeyOf(tags)), board.stepOf(tags));
}

function isFailed({ metric, tags }: LoadSample): boolean {
  if (metric === "ws_connecting") return tags["status"] !== "101";
  if (metric === "grpc_req_duration") return tags["status"] !== "0";
  const expected = tags["expected_response"];
  if (expected !== undefined) return expected !== "true";
  const status = Number(tags["status"] ?? 0);
  return !(status > 0 && status < 400);
}

function failureOf({ metric, tags }: LoadSample): string {
  const name = requestNameOf(tags) ?? metric;
  const status = Number(tags["status"] ?? 0);
  const answer = status > 0 ? `answered ${status}` : "refused or not answered";
  // Of an HTTP error k6 repeats the status as its error.
  return tags["error"] && (status === 0 || metric !== "http_req_duration") ? `${name}: ${tags["error"]}` : `${name} ${answer}`;
}

/** k6 gives these two a group and no duration. */
const untimedGroups = new Set(["", "::setup", "::teardown"]);

/** Neither the kit nor a group times this step. */
function isTimedByRequest({ isMarked }: StepSeries, tags: Tags): boolean {
  return !isMarked && (tags["step"] !== undefined || untimedGroups.has(tags["group"] ?? ""));
}
