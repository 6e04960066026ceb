import { DemoError } from "../demo-error.ts";
import { isLoopback } from "../loopback.ts";
import { startDemo } from "../server.ts";
import { ownAccount } from "./own-account.ts";
import { stopWanted } from "./stop.ts";
import { welcome } from "./welcome.ts";

export interface ServeOptions {
  host: string;
  port: number;
  timeScale: number;
  fault: readonly string[];
}

/** Runs a demo until it is told to stop; a process that forked this one is sent `{ready: true, url}`. Rejects with `DemoError`. */
export async function serve({ host, port, timeScale, fault }: ServeOptions, print: (text: string) => void): Promise<void> {
  if (!isLoopback(host)) throw new DemoError(`The demo listens on loopback only, which ${host} is not. Leave --host out.`);
  const stopped = stopWanted();
  const account = ownAccount(process.env);
  const demo = await startDemo({ host, port, timeScale, faults: fault, ...account });
  print(welcome(demo.url, demo.faults(), account));
  process.send?.({ ready: true, url: demo.url }, () => undefined);
  await stopped;
  await demo.close();
  if (process.connected) process.disconnect();
}
