import { resolve } from "node:path";
import { DemoError } from "../demo-error.ts";
import { isLoopback } from "../loopback.ts";
import { type DemoOptions, startDemo } from "../server.ts";
import { ownAccount } from "./own-account.ts";
import { stopWanted } from "./stop.ts";
import { welcome } from "./welcome.ts";

export interface ServeOptions extends Omit<DemoOptions, "email" | "password" | "complain"> {
  host: string;
}

/** Runs a demo until it is told to stop; a process that forked this one is sent `{ready: true, url}`. Rejects with `DemoError`. */
export async function serve(options: ServeOptions, print: (text: string) => void): Promise<void> {
  if (!isLoopback(options.host))
    throw new DemoError(`The demo listens on loopback only, which ${options.host} is not. Leave --host out.`);
  const stopped = stopWanted();
  const account = ownAccount(process.env);
  const demo = await startDemo({ ...options, ...account, complain });
  print(welcome(demo, account, options.logFile && resolve(options.logFile)));
  process.send?.({ ready: true, url: demo.url }, () => undefined);
  await stopped;
  await demo.close();
  if (process.connected) process.disconnect();
}

function complain(problem: string): void {
  process.stderr.write(`${problem}\n`);
}
