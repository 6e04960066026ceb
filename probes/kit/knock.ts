import { closeSocket } from "./close-socket.ts";
import { type SocketOptions, dial, openState } from "./dial.ts";
import type { OutgoingHeaders } from "./outgoing.ts";
import type { StepRecord } from "./record.ts";
import { type Session, createSession } from "./session.ts";
import { show } from "./show.ts";
import { UpgradeRejected } from "./upgrade.ts";

/** How a server met somebody whom it should turn away. */
export type Knock =
  | { kind: "rejected"; status: number; detail: string | null }
  /** It completed the handshake and closed at once. 1006: it dropped the connection. */
  | { kind: "closed"; code: number; reason: string }
  /** It let us in: `message` is what it said, shortened; `null`: nothing within the time. */
  | { kind: "accepted"; message: string | null };

/** So long an open connection may stay before it counts as accepted. */
const waitMs = 2_000;
/** The second time, to be sure. */
const waitAgainMs = 1_000;
/** Between a first word, which may say why, and the close that follows it. */
const lastWordsMs = 500;

/**
 * Tries to open a WebSocket that should be refused, and closes it again. Rejects with the step's failure when no connection could
 * be made, or none was answered in time.
 */
export async function knock(
  record: StepRecord,
  headers: OutgoingHeaders,
  url: string,
  options: SocketOptions = {},
): Promise<Knock> {
  const first = await knockOnce(record, headers, url, options, waitMs);
  // k6 may lose what comes together with the answer to the upgrade (see socket.ts), a close as well: ask again before it counts as open.
  const isMute = first.kind === "accepted" && first.message === null;
  return isMute ? knockOnce(record, headers, url, options, waitAgainMs) : first;
}

async function knockOnce(
  record: StepRecord,
  headers: OutgoingHeaders,
  url: string,
  options: SocketOptions,
  waitMs: number,
): Promise<Knock> {
  const session = createSession(record);
  try {
    const ws = await dial(record, headers, url, options, session);
    const met = await meet(session, waitMs);
    if (ws.readyState === openState) closeSocket(ws, record);
    return met;
  } catch (thrown) {
    if (thrown instanceof UpgradeRejected) return { kind: "rejected", status: thrown.status, detail: thrown.detail };
    throw thrown;
  }
}

/** A server that says something, such as why, and then closes has closed. */
async function meet(session: Session, waitMs: number): Promise<Knock> {
  if (await session.stirs(waitMs)) await session.waitForEnd(lastWordsMs);
  const [end, said] = [session.ended(), session.last()];
  if (end !== null) return { kind: "closed", code: end.code, reason: end.reason };
  return { kind: "accepted", message: said === null ? null : show(said, 120) };
}
