import { createHash } from "node:crypto";
import { type AddressInfo, type Socket, createServer } from "node:net";

/** What the server does to whoever connects. The socket is past the request's headers. */
export type Trap = (socket: Socket, request: string) => void;

export interface TrapServer {
  port: number;
  close(): Promise<void>;
}

/** A raw TCP server that speaks as much of HTTP and WebSocket as the trap does. */
export async function startTrap(trap: Trap): Promise<TrapServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
    let request = "";
    const read = (chunk: Buffer) => {
      request += chunk.toString("latin1");
      if (!request.includes("\r\n\r\n")) return;
      socket.off("data", read);
      trap(socket, request);
    };
    socket.on("data", read);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Answers the upgrade with an ordinary response. */
export function reject(status: string, body: string): Trap {
  return (socket) =>
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nX-Request-Id: r-1\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
}

/** Upgrades, takes up the subprotocol that is offered, then does what `then` does; `onText` gets the text frames of the client. */
export function upgrade(then: (socket: Socket) => void, onText: (socket: Socket, text: string) => void = () => undefined): Trap {
  return (socket, request) => {
    const key = /sec-websocket-key: *(\S+)/i.exec(request)?.[1] ?? "";
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    const [, offered] = /sec-websocket-protocol: *(\S+)/i.exec(request) ?? [];
    const protocol = offered === undefined ? "" : `Sec-WebSocket-Protocol: ${offered}\r\n`;
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol}\r\n`,
    );
    socket.on("data", (chunk: Buffer) => {
      const text = unmask(chunk);
      if (text !== null) onText(socket, text);
    });
    then(socket);
  };
}

export function sendText(socket: Socket, message: object): void {
  socket.write(frame(0x1, Buffer.from(JSON.stringify(message))));
}

export function sendClose(socket: Socket, code: number, reason: string): void {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  socket.write(frame(0x8, Buffer.concat([payload, Buffer.from(reason)])));
}

function frame(opcode: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode, payload.length]), payload]);
}

/** The text of a short masked text frame; `null` for any other frame. */
function unmask(chunk: Buffer): string | null {
  const length = (chunk[1] ?? 0) & 0x7f;
  if (chunk[0] !== 0x81 || length > 125) return null;
  const mask = chunk.subarray(2, 6);
  return Buffer.from(chunk.subarray(6, 6 + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0))).toString();
}
