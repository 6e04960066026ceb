import { randomUUID } from "node:crypto";

export interface Thread {
  id: string;
  /** The beginning of its first message. */
  title: string;
  messages: number;
  /** ISO 8601. */
  updated_at: string;
}

/** One user's conversations, the latest first; the oldest are forgotten. */
export interface Threads {
  /** Notes a message, in a new thread or an old one. */
  note(id: string, message: string): void;
  list(): Thread[];
}

const kept = 20;
const titleLength = 60;

export function createThreads(now: () => number = Date.now): Threads {
  const threads = new Map<string, Thread>();
  return {
    note(id, message) {
      const { title, messages } = threads.get(id) ?? { title: message.slice(0, titleLength), messages: 0 };
      threads.delete(id);
      threads.set(id, { id, title, messages: messages + 1, updated_at: new Date(now()).toISOString() });
      const [oldest] = threads.keys();
      if (threads.size > kept && oldest !== undefined) threads.delete(oldest);
    },
    list: () => [...threads.values()].toReversed(),
  };
}

/** The id of a thread for a question that names none. */
export function newThreadId(): string {
  return `thread-${randomUUID()}`;
}
