import type { Socket } from "node:net";
import { type Trap, type TrapServer, startTrap, upgrade } from "./trap-server.ts";

/** Moves the cursor, clears the screen, sets the title, turns the direction of text; NUL, C1 controls and half a character. */
const nasty = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202Eesrever\u2066\u061c\u0000\r\u0085";
const brokenUtf8 = Buffer.from([0xc3, 0x28, 0xe2, 0x82, 0xf0, 0x9f, 0x92, 0xff, 0xfe, 0xed, 0xa0, 0x80]);

const megabyte = 1_048_576;
const chunk = Buffer.alloc(megabyte, "x");

/** What a hostile target does, by path. `elsewhere` is `host:port` of a server that nobody may be led to. */
const traps = (elsewhere: string): Record<string, Trap> => ({
  "/fine": answerWith('{"ok":true}'),
  "/unwell": answerWith('{"detail":"unwell"}', "503 Service Unavailable"),
  "/big-body": (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${100 * megabyte}\r\n\r\n`);
    pour(socket, chunk, 100);
  },
  "/endless-body": (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    pour(socket, chunk);
  },
  "/endless-chunks": (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    pour(socket, Buffer.concat([Buffer.from("100000\r\n"), chunk, Buffer.from("\r\n")]));
  },
  "/endless-headers": (socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    pour(socket, Buffer.from(`X-Header: ${"x".repeat(1_000)}\r\n`.repeat(100)));
  },
  "/endless-header": (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nServer: ");
    pour(socket, chunk);
  },
  "/huge-header": (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nServer: ${"s".repeat(3 * megabyte)}\r\nContent-Length: 11\r\n\r\n{"ok":true}`),
  "/drip": (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    const timer = setInterval(() => socket.write("x"), 100);
    socket.on("close", () => clearInterval(timer));
  },
  "/nasty": (socket) => {
    const body = Buffer.concat([Buffer.from(JSON.stringify({ detail: `${nasty} detail` })), Buffer.from(nasty), brokenUtf8]);
    const head = "Content-Type: text/plain; x=\u202E\u009b31m\r\nX-Revision: \u202Ev1\u009b2J";
    socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 500 No\r\n${head}\r\nContent-Length: ${body.length}\r\n\r\n`), body]));
  },
  "/nasty-detail": answerWith(JSON.stringify({ detail: `${nasty} detail` }), "500 No"),
  "/nasty-header": (socket) => socket.end(`HTTP/1.1 200 OK\r\nX-Revision: ${nasty}\r\nContent-Length: 11\r\n\r\n{"ok":true}`),
  "/loop": (socket) => socket.end(redirect("/loop")),
  "/to-metadata": (socket) => socket.end(redirect("http://169.254.169.254/latest/meta-data/")),
  "/to-mapped-metadata": (socket) => socket.end(redirect("http://[::ffff:169.254.169.254]/latest/meta-data/")),
  "/to-loopback": (socket) => socket.end(redirect(`http://${elsewhere}/`)),
  "/to-unspecified": (socket) => socket.end(redirect(`http://${elsewhere.replace("[::1]", "[::]")}/`)),
  "/ws-flood": upgrade((socket) => pour(socket, textFrames(1_000), 100)),
  "/ws-huge": upgrade((socket) => {
    socket.write(frameHead(0x81, 100 * megabyte));
    pour(socket, chunk, 100);
  }),
  "/ws-endless": upgrade((socket) => {
    socket.write(Buffer.concat([frameHead(0x01, megabyte), chunk]));
    pour(socket, Buffer.concat([frameHead(0x00, megabyte), chunk]));
  }),
  "/ws-error": upgrade((socket) => socket.write(textFrame({ type: "error", message: "e".repeat(3 * megabyte) }))),
  "/ws-nasty": upgrade((socket) => {
    socket.write(textFrame({ type: nasty, message: nasty }));
    socket.write(textFrame(nasty));
    socket.write(Buffer.concat([frameHead(0x81, brokenUtf8.length), brokenUtf8]));
    const reason = Buffer.from(`\u00000${nasty}`);
    reason.writeUInt16BE(4_000);
    socket.end(Buffer.concat([frameHead(0x88, reason.length), reason]));
  }),
});

/** Serves all of it on one free loopback port. */
export function startHostileServer(elsewhere: string): Promise<TrapServer> {
  const known = traps(elsewhere);
  return startTrap((socket, request) => {
    const path = request.split(" ", 2)[1]?.split("?", 1)[0] ?? "";
    const trap = known[path] ?? answerWith("", "404 Not Found");
    trap(socket, request);
  });
}

function answerWith(body: string, status = "200 OK"): Trap {
  return (socket) =>
    void socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
}

function redirect(location: string): string {
  return `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
}

/** Sends the same again and again, as fast as it is taken, so many times or without end. */
function pour(socket: Socket, bytes: Buffer, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(bytes)) return;
    }
    socket.off("drain", more);
  };
  socket.on("drain", more);
  more();
}

function textFrames(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, at) => textFrame({ type: "noise", at })));
}

function textFrame(message: object | string): Buffer {
  const payload = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
  return Buffer.concat([frameHead(0x81, payload.length), payload]);
}

function frameHead(first: number, length: number): Buffer {
  if (length < 126) return Buffer.from([first, length]);
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
