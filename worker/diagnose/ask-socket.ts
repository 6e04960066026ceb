import type { Socket } from "node:net";
import { systemClock } from "../kit/clock.ts";

/** What to ask of a connection. */
export interface Question<T, S extends Socket> {
  /** Starts to connect; may throw. */
  connect: () => S;
  /** The event by which the connection is there. */
  opened: "connect" | "secureConnect";
  answer: (socket: S) => T;
  /** The answer when there is no connection after `timeoutMs`, or when it failed. */
  otherwise: T;
  timeoutMs: number;
}

/** Connects, asks one thing and hangs up, whatever happens. Never rejects. */
export async function askSocket<T, S extends Socket>(question: Question<T, S>): Promise<T> {
  const { connect, answer, otherwise } = question;
  try {
    const socket = connect();
    if (await isOpen(socket, question)) return answerOf(socket, answer);
    socket.destroy();
  } catch {
    // What cannot be asked has no answer: a port beyond 65535, a certificate that cannot be read.
  }
  return otherwise;
}

/** Hangs up after what was begun has gone out: a handshake cut off is an error in the log of the other side. */
function answerOf<T, S extends Socket>(socket: S, answer: (socket: S) => T): T {
  try {
    return answer(socket);
  } finally {
    socket.destroySoon();
  }
}

async function isOpen(
  socket: Socket,
  { opened, timeoutMs }: Pick<Question<unknown, Socket>, "opened" | "timeoutMs">,
): Promise<boolean> {
  const over = new AbortController();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once(opened, () => resolve(true));
  socket.on("error", () => resolve(false));
  socket.once("close", () => resolve(false));
  void systemClock.sleep(timeoutMs, over.signal).then(() => resolve(false));
  const open = await promise;
  over.abort();
  return open;
}
