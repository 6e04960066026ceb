import { randomUUID } from "node:crypto";
import type { Account } from "./accounts.ts";
import { adviseOn } from "./advice.ts";
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

export const agent = "cost-optimiser";
const tool = "usage_report";

/** The work of an agent on one question: five events, each when it happens, then the response; 0.6 to 1.5 s in all. */
export async function* agentAtWork(
  { pace, faults }: Platform,
  account: Account,
  { message, thread_id }: Question,
): AsyncGenerator<AgentEvent | AgentResponse> {
  const run = { thread_id, agent, run_id: randomUUID() };
  const startedMs = pace.now();
  account.threads.note(thread_id, message);
  yield { type: "agent_started", ...run };
  await pace.between(80, 200);
  yield { type: "agent_thinking", ...run, thought: "Which of the workloads cost most, and why." };
  await pace.between(120, 300);
  yield { type: "tool_executing", ...run, tool };
  await pace.between(220, 550);
  yield { type: "tool_completed", ...run, tool, ok: true };
  await pace.between(120, 300);
  yield { type: "agent_completed", ...run, duration_ms: Math.round(pace.now() - startedMs) };
  await pace.between(60, 150);
  yield { type: "agent_response", thread_id, ...faults.reply(adviseOn(message, account.displayName)) };
}

/** A thread for a question that names none. */
export function newThreadId(): string {
  return `thread-${randomUUID()}`;
}
