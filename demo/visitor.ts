import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { type Demo, type DemoOptions, demoAccount, startDemo } from "./server.ts";

/** An answer as a test looks at it. */
export interface Visited {
  status: number;
  headers: Headers;
  text: string;
  /** `null`: the body is no JSON. */
  json: unknown;
}

/** Somebody who uses a demo over real HTTP and real sockets, for tests. */
export interface Visitor {
  demo: Demo;
  /** An object is sent as JSON. */
  ask: (
    method: string,
    path: string,
    sent?: { body?: object | string; token?: string; headers?: Record<string, string> },
  ) => Promise<Visited>;
  /** A token of the account that is there from the start. */
  signIn: () => Promise<string>;
  /** A socket to this path; what comes over it is kept from the beginning. */
  socket: (path: string, protocols?: string[]) => VisitorSocket;
}

export interface VisitorSocket {
  ws: WebSocket;
  received: Record<string, unknown>[];
  /** The first message of this type, once it is there. */
  message: (type: string) => Promise<Record<string, unknown>>;
  /** `{status, text, headers}` of a rejected upgrade. */
  rejected: Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>;
  closed: Promise<{ code: number; reason: string }>;
}

/** Starts a demo, closed when the test is finished; as fast as it can be, unless told otherwise. */
export async function visit(options: Partial<DemoOptions> = {}): Promise<Visitor> {
  const demo = await startDemo({ port: 0, faults: [], timeScale: 0, ...options });
  onTestFinished(() => demo.close());
  const visitor: Visitor = {
    demo,
    async ask(method, path, { body, token, headers = {} } = {}) {
      const type = typeof body === "object" ? { "content-type": "application/json" } : {};
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await fetch(`${demo.url}${path}`, {
        method,
        headers: { ...type, ...authorization, ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parsed(text) };
    },
    async signIn() {
      const { json } = await visitor.ask("POST", "/auth/login", { body: demoAccount });
      return z.object({ access_token: z.string() }).parse(json).access_token;
    },
    socket: (path, protocols = []) => follow(new WebSocket(`${demo.url.replace("http", "ws")}${path}`, protocols)),
  };
  return visitor;
}

function follow(ws: WebSocket): VisitorSocket {
  const received: Record<string, unknown>[] = [];
  ws.on("error", () => undefined);
  ws.on("message", (frame: Buffer) => void received.push(JSON.parse(frame.toString("utf8"))));
  const rejected = new Promise<Awaited<VisitorSocket["rejected"]>>((resolve) => {
    ws.on("unexpected-response", (_request, response) => resolve(rejectionOf(response)));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.once("close", (code, reason) => resolve({ code, reason: reason.toString("utf8") }));
  });
  const message = async (type: string) => {
    for (;;) {
      const found = received.find((each) => each["type"] === type);
      if (found) return found;
      await once(ws, "message");
    }
  };
  return { ws, received, message, rejected, closed };
}

async function rejectionOf(response: IncomingMessage) {
  const chunks = await response.toArray();
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8"), headers: response.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
