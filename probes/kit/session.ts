import { byteLength } from "./byte-length.ts";
import { nowMs } from "./clock.ts";
import { describeClose } from "./close-code.ts";
import type { SocketEvents } from "./dial.ts";
import { StepFailure } from "./failure.ts";
import { type Inbox, createInbox } from "./inbox.ts";
import { createMoment } from "./moment.ts";
import { type Message, nameMessage, parseMessage } from "./message.ts";
import type { StepRecord } from "./record.ts";
import { showMs } from "./show.ts";

/** How a connection ended that we closed. */
export interface Closing {
  answered: boolean;
  /** `null`: no answer. */
  code: number | null;
  waitedMs: number;
}

/** What came over one connection so far. */
export interface Session extends SocketEvents {
  inbox: Inbox<Message>;
  /** Why the connection ended; `null` while it is open. */
  ended(): StepFailure | null;
  waitForEnd(timeoutMs: number): Promise<Closing>;
  /** Whether a message came or the connection ended within the time. */
  stirs(timeoutMs: number): Promise<boolean>;
  /** From now on nothing of this connection is the step's. */
  forget(): void;
  describeSilence(type: string, timeoutMs: number): string;
}

const keptMessages = 5;

export function createSession(record: StepRecord): Session {
  const inbox = createInbox<Message>();
  let openedMs = 0;
  let last: Message | null = null;
  let end: { code: number; failure: StepFailure } | null = null;
  let forgotten = false;
  const over = createMoment();
  const stirred = createMoment();
  return {
    inbox,
    opened() {
      openedMs = nowMs();
    },
    received(data) {
      if (forgotten) return;
      if (last === null) record.measures["first_message_ms"] ??= nowMs() - openedMs;
      last = parseMessage(data);
      recordMessage(record, data);
      inbox.put(last);
      stirred.happen();
    },
    failed(error) {
      if (!forgotten) record.evidence.socketError = error;
    },
    closed(code, reason) {
      if (forgotten) return;
      record.evidence.closeCode = code;
      if (reason) record.evidence.closeReason = reason;
      end = { code, failure: new StepFailure(describeClose(code, reason)) };
      inbox.end(end.failure);
      over.happen();
      stirred.happen();
    },
    ended: () => end?.failure ?? null,
    async waitForEnd(timeoutMs) {
      const startedMs = nowMs();
      await over.within(timeoutMs);
      return closingOf(end?.code ?? null, nowMs() - startedMs);
    },
    stirs: (timeoutMs) => stirred.within(timeoutMs),
    forget: () => void (forgotten = true),
    describeSilence(type, timeoutMs) {
      if (last === null) return `no message within ${showMs(timeoutMs)} of connecting`;
      return `no "${type}" within ${showMs(timeoutMs)}; the last message was ${nameMessage(last)}`;
    },
  };
}

/** A dropped connection is no answer. */
function closingOf(code: number | null, waitedMs: number): Closing {
  return { answered: code !== null && code !== 1006, code, waitedMs };
}

function recordMessage(record: StepRecord, data: unknown): void {
  const text = typeof data === "string" ? data : "(bytes)";
  record.evidence.messages = [...(record.evidence.messages ?? []), text].slice(-keptMessages);
  if (typeof data === "string") record.bytesReceived = (record.bytesReceived ?? 0) + byteLength(data);
}
