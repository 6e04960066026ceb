import { randomUUID } from "node:crypto";
import type { Account } from "./accounts.ts";
import { adviseOn } from "./advice.ts";
import { callComponent } from "./call-component.ts";
import { ComponentFailure } from "./components/component.ts";
import type { Platform } from "./platform.ts";

export interface Question {
  message: string;
  thread_id: string;
}

export interface AgentEvent {
  type: "agent_started" | "agent_thinking" | "tool_executing" | "tool_completed" | "agent_completed";
  thread_id: string;
  agent: string;
  [detail: string]: unknown;
}

export type AgentResponse = {
  type: "agent_response";
  thread_id: string;
  content: string;
  recommendations: string[];
};

/** In place of what would have come next: the agent gave up. */
export type AgentFailure = {
  type: "error";
  thread_id: string;
  code: string;
  message: string;
  /** Seconds. */
  retry_after?: string;
};

export const agent = "cost-optimiser";
const tool = "usage_report";

/**
 * The work of an agent on one question: five events, each when it happens, then the response; 0.6 to 1.5 s in all. When a component
 * fails on the way, a failure is the last that comes. `traceId` is of the request that asked, for the log.
 */
export async function* agentAtWork(
  platform: Platform,
  account: Account,
  question: Question,
  traceId: string | null = null,
): AsyncGenerator<AgentEvent | AgentResponse | AgentFailure> {
  try {
    yield* work(platform, account, question, traceId);
  } catch (thrown) {
    if (!(thrown instanceof ComponentFailure)) throw thrown;
    yield failureOf(thrown, question.thread_id);
  }
}

async function* work(
  platform: Platform,
  account: Account,
  { message, thread_id }: Question,
  traceId: string | null,
): AsyncGenerator<AgentEvent | AgentResponse> {
  const { pace, faults, workers } = platform;
  const run = { thread_id, agent, run_id: randomUUID() };
  const startedMs = pace.now();
  await callComponent("redis", "read", platform, traceId);
  await callComponent("postgres", "write", platform, traceId);
  if (faults.conditions().backend === "overloaded") await workers.work(1);
  account.threads.note(thread_id, message);
  yield { type: "agent_started", ...run };
  await pace.between(80, 200);
  yield { type: "agent_thinking", ...run, thought: "Which of the workloads cost most, and why." };
  await callComponent("llm", "read", platform, traceId);
  await pace.between(120, 300);
  yield { type: "tool_executing", ...run, tool };
  await pace.between(220, 550);
  yield { type: "tool_completed", ...run, tool, ok: true };
  await pace.between(120, 300);
  yield { type: "agent_completed", ...run, duration_ms: Math.round(pace.now() - startedMs) };
  await pace.between(60, 150);
  yield { type: "agent_response", thread_id, ...faults.reply(adviseOn(message, account.displayName), traceId) };
}

function failureOf({ code, message, headers }: ComponentFailure, thread_id: string): AgentFailure {
  const retryAfter = headers["retry-after"];
  return { type: "error", thread_id, code, message, ...(retryAfter !== undefined && { retry_after: retryAfter }) };
}

/** A failure as HTTP carries it. */
export function refusalOf({ code, message, retry_after }: AgentFailure): ComponentFailure {
  return new ComponentFailure(code, message, retry_after === undefined ? {} : { "retry-after": retry_after });
}
