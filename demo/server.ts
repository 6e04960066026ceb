import { addControl } from "./control.ts";
import { DemoError } from "./demo-error.ts";
import { createSwitchboard } from "./faults/switchboard.ts";
import { createApp } from "./http/app.ts";
import { listen } from "./listen.ts";
import { createPace } from "./platform/pace.ts";
import { createPlatform } from "./platform/platform.ts";
import { attachSockets } from "./socket/sockets.ts";

/** The account that is there from the start, unless another is given. */
export const demoAccount = { email: "probe@demo.example", password: "demo-probe-password" } as const;

export interface DemoOptions {
  /** 0: any free one. */
  port: number;
  /** Names of the catalogue, on from the start. */
  faults: readonly string[];
  /** 1: as slow as the real platform; 0.1: ten times faster; 0: without waiting. */
  timeScale: number;
  email?: string;
  password?: string;
  /** Where to listen. Default 127.0.0.1. */
  host?: string;
}

export interface Demo {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  url: string;
  /** Switches on exactly these. Throws `DemoError` at a name that is not in the catalogue, and changes nothing. */
  setFaults(names: readonly string[]): void;
  /** Those that are on. */
  faults(): string[];
  /** Ends open sockets and answers under way at once, and gives the port back. */
  close(): Promise<void>;
}

/** Starts a stand-in for the platform. Rejects with `DemoError` when an option is wrong or the port cannot be had. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const {
    port,
    faults: names,
    timeScale,
    email = demoAccount.email,
    password = demoAccount.password,
    host = "127.0.0.1",
  } = options;
  if (!Number.isFinite(timeScale) || timeScale < 0)
    throw new DemoError(`The time scale is ${timeScale}: give a number from 0 on.`);
  const pace = createPace(timeScale);
  const faults = createSwitchboard(pace);
  faults.set(names);
  const platform = createPlatform({ email, password, displayName: "Demo Probe" }, pace, faults);
  const app = createApp(platform);
  addControl(app, faults);
  const sockets = attachSockets(app.server, platform);
  const url = await listen(app, host, port);
  return {
    url,
    setFaults: (wanted) => faults.set(wanted),
    faults: () => faults.names(),
    async close() {
      // Before anybody is woken: what was waited for is not answered in a hurry.
      sockets.close();
      app.server.closeAllConnections();
      pace.stop();
      await app.close();
    },
  };
}
