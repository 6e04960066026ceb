import type { StepKind } from "./many-runs.ts";

/** Five steps of a chat platform, with what the kit's journeys measure of them. */
export const fiveSteps: readonly StepKind[] = [
  { name: "sign-in", medianMs: 140, budgetMs: 3_000, measures: {} },
  { name: "dashboard", medianMs: 220, budgetMs: 5_000, measures: { threads: null, uptime_s: 1.7 } },
  {
    name: "chat",
    medianMs: 1_800,
    budgetMs: 5_000,
    measures: { first_byte_ms: 0.3, full_answer_ms: 0.98, answer_length: null, recommendations: null },
  },
  {
    name: "chat-stream",
    medianMs: 2_400,
    budgetMs: 15_000,
    measures: { first_answer_ms: 0.4, full_answer_ms: 0.97, longest_gap_ms: 0.2, events_received: null, events_missing: null },
  },
  {
    name: "websocket",
    medianMs: 90,
    budgetMs: 5_000,
    measures: { connect_ms: 0.5, first_message_ms: 0.6, round_trip_ms: 0.2, close_code: null },
  },
];
