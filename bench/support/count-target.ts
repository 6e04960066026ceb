import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { within } from "./wait.ts";

/** A server in a process of its own that counts what it is asked. */
export interface CountTarget extends AsyncDisposable {
  url: string;
  /** Requests so far. */
  count(): Promise<number>;
}

const entry = fileURLToPath(new URL("./count-server.ts", import.meta.url));
const answerMs = 15_000;

export async function startCountTarget(): Promise<CountTarget> {
  const child = fork(entry, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const told = async () => (await within(once(child, "message"), answerMs, "the counting server's answer"))[0] as unknown;
  const { port } = z.object({ port: z.number() }).parse(await told());
  return {
    url: `http://127.0.0.1:${port}`,
    async count() {
      const answer = told();
      child.send("count");
      return z.object({ count: z.number() }).parse(await answer).count;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
