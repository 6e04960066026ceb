import type { Socket } from "node:net";
import { frontText } from "./answer.ts";
import { hangUpWith } from "./raw.ts";

const statusOf: Record<string, [status: number, text: string]> = {
  HPE_HEADER_OVERFLOW: [431, "request headers are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "request timeout"],
};

/** What is no HTTP never reaches the application. */
export function refuseMalformed({ code = "" }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  hangUpWith(socket, frontText(...(statusOf[code] ?? [400, "bad request"])));
}
