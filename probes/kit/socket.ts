import type { WebSocket } from "k6/websockets";
import { closeSocket } from "./close-socket.ts";
import { type SocketOptions, dial, openState } from "./dial.ts";
import { StepFailure } from "./failure.ts";
import { type Message, describeError, isError } from "./message.ts";
import type { OutgoingHeaders } from "./outgoing.ts";
import type { StepRecord } from "./record.ts";
import { type Arrival, type Closing, type Session, createSession } from "./session.ts";
import { show, showMs } from "./show.ts";

export interface ReceiveOptions {
  /** What the message must be besides its type. */
  where?: (message: Message) => boolean;
  /** Default 5000. */
  timeoutMs?: number;
}

/**
 * An open WebSocket that carries JSON objects with a `type`. Everything it waits for has a time-out, so that it cannot hold a
 * step; connecting and the first message are measured (`connect_ms`, `first_message_ms`).
 */
export interface Socket {
  /** The server took up the subprotocol that was offered, or none was. */
  agreesOnSubprotocol: boolean;
  /** Sends text as it is, anything else as JSON. Throws the step's failure when the connection has ended. */
  send(message: unknown): void;
  /**
   * The oldest message of this type that was not received yet. Rejects with the step's failure when none comes in time, the
   * connection ends, or the server sends an `error` that was not asked for.
   */
  receive(type: string, options?: ReceiveOptions): Promise<Message>;
  /** The oldest message that was not received yet, of any type, `error` too, and when it came. Rejects like `receive`. */
  next(options?: ReceiveOptions): Promise<Arrival>;
  /** Closes and waits for the answer, by default a second. Never rejects: whether an unanswered close matters is a check. */
  close(timeoutMs?: number): Promise<Closing>;
}

/**
 * k6 loses a message that comes together with the answer to the upgrade when its reader is quicker than its event loop: 1 of 32,000
 * greetings under load (`establishConnection` in k6's websockets.go, 1.8.1). A second connection tells that from a silent server.
 */
const silentMs = 2_000;

export async function openSocket(
  record: StepRecord,
  headers: OutgoingHeaders,
  url: string,
  options: SocketOptions = {},
): Promise<Socket> {
  const first = await connect(record, headers, url, options);
  if (options.greets !== true || (await first.session.stirs(silentMs))) return socketOn(record, first, "");
  first.session.forget();
  if (first.ws.readyState === openState) closeSocket(first.ws, record);
  return socketOn(
    record,
    await connect(record, headers, url, options),
    `, nor within ${showMs(silentMs)} on a connection before`,
  );
}

interface Connection {
  ws: WebSocket;
  subprotocol: string;
  session: Session;
}

async function connect(record: StepRecord, headers: OutgoingHeaders, url: string, options: SocketOptions): Promise<Connection> {
  const session = createSession(record);
  return { session, subprotocol: options.subprotocol ?? "", ws: await dial(record, headers, url, options, session) };
}

/** `before`: what to add where nothing comes. */
function socketOn(record: StepRecord, { ws, session, subprotocol }: Connection, before: string): Socket {
  const take = (where: (message: Message) => boolean, timeoutMs: number, what: string): Promise<Arrival> =>
    session.inbox.take(
      ({ message }) => where(message),
      timeoutMs,
      () => new StepFailure(`${session.describeSilence(what, timeoutMs)}${before}`),
    );
  return {
    agreesOnSubprotocol: subprotocol === "" || protocolOf(ws) === subprotocol,
    send(message) {
      if (ws.readyState !== openState) throw session.ended()?.failure ?? new StepFailure("the connection was closed before");
      ws.send(typeof message === "string" ? message : JSON.stringify(message));
    },
    async receive(type, { where = () => true, timeoutMs = 5_000 } = {}) {
      const isWanted = (message: Message) => message["type"] === type && where(message);
      const { message } = await take((message) => isWanted(message) || isError(message), timeoutMs, show(type));
      if (!isWanted(message)) throw new StepFailure(`the server sent ${describeError(message)}`);
      return message;
    },
    next: ({ where = () => true, timeoutMs = 5_000 } = {}) => take(where, timeoutMs, "message"),
    close(timeoutMs = 1_000) {
      const ended = session.waitForEnd(timeoutMs);
      if (ws.readyState === openState) closeSocket(ws, record);
      return ended;
    },
  };
}

/** k6's types do not know it. */
function protocolOf(ws: object): unknown {
  return "protocol" in ws ? ws.protocol : undefined;
}
