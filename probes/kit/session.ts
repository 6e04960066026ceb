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

/** A message and when it came, by the run's clock: not when somebody asked for it. */
export interface Arrival {
  message: Message;
  atMs: number;
}

/** How a connection ended that we closed. */
export interface Closing {
  answered: boolean;
  /** `null`: no answer. */
  code: number | null;
  waitedMs: number;
}

/** How a connection ended, whoever ended it. 1006: without a close frame. */
export interface Ending {
  code: number;
  reason: string;
  failure: StepFailure;
}

/** What came over one connection so far. */
export interface Session extends SocketEvents {
  inbox: Inbox<Arrival>;
  /** The last message; `null`: none came. */
  last(): Message | null;
  /** `null` while it is open. */
  ended(): Ending | null;
  waitForEnd(timeoutMs: number): Promise<Closing>;
  /** Whether a message came or the connection ended within the time. */
  stirs(timeoutMs: number): Promise<boolean>;
  /** From now on nothing of this connection is the step's. */
  forget(): void;
  describeSilence(wanted: string, timeoutMs: number): string;
}

const keptMessages = 5;

export function createSession(record: StepRecord): Session {
  const inbox = createInbox<Arrival>();
  let openedMs = 0;
  let last: Message | null = null;
  let end: Ending | null = null;
  let forgotten = false;
  const over = createMoment();
  const stirred = createMoment();
  const session: Session = {
    inbox,
    opened() {
      openedMs = nowMs();
    },
    received(data) {
      if (forgotten) return;
      const atMs = nowMs();
      if (last === null) record.measures["first_message_ms"] ??= atMs - openedMs;
      last = parseMessage(data);
      recordMessage(record, data);
      inbox.put({ message: last, atMs });
      stirred.happen();
    },
    failed(error) {
      if (!forgotten) record.evidence.socketError = error;
    },
    closed(code, reason) {
      if (forgotten) return;
      record.evidence.closeCode = code;
      if (reason) record.evidence.closeReason = reason;
      end = { code, reason, failure: new StepFailure(describeClose(code, reason)) };
      inbox.end(end.failure);
      over.happen();
      stirred.happen();
    },
    // Under load a server that was there may be too busy to answer at once: that is not known then, and no fault.
    cut: () => session.closed(last === null ? 1006 : 1000, ""),
    last: () => last,
    ended: () => end,
    async waitForEnd(timeoutMs) {
      const startedMs = nowMs();
      await over.within(timeoutMs);
      return closingOf(end?.code ?? null, nowMs() - startedMs);
    },
    stirs: (timeoutMs) => stirred.within(timeoutMs),
    forget: () => void (forgotten = true),
    describeSilence(wanted, timeoutMs) {
      if (last === null) return `no message within ${showMs(timeoutMs)} of connecting`;
      return `no ${wanted} within ${showMs(timeoutMs)}; the last message was ${nameMessage(last)}`;
    },
  };
  return session;
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
