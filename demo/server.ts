import { createApp } from "./app.ts";
import { type Controls, addControl } from "./control.ts";
import { DemoError } from "./demo-error.ts";
import { issuerWith } from "./faults/auth.ts";
import { catalogue } from "./faults/catalogue.ts";
import type { Scenario } from "./faults/scenarios.ts";
import { createSwitchboard } from "./faults/switchboard.ts";
import { certificateWith } from "./faults/tls.ts";
import { listen } from "./listen.ts";
import { createFileLog } from "./log/file-log.ts";
import { silentLog } from "./log/log.ts";
import { createPace } from "./platform/pace.ts";
import { createPlatform } from "./platform/platform.ts";
import { findScenario } from "./scenario.ts";
import { attachSockets } from "./socket/sockets.ts";
import { type Tls, speakTls } from "./tls/speak-tls.ts";

/** The account that is there from the start, unless another is given. */
export const demoAccount = { email: "probe@demo.example", password: "demo-probe-password" } as const;

export interface DemoOptions {
  /** 0: any free one. */
  port: number;
  /** Names of the catalogue, on from the start. */
  faults: readonly string[];
  /** Name of a scenario whose faults are on as well from the start. */
  scenario?: string;
  /** 1: as slow as the real platform; 0.1: ten times faster; 0: without waiting. */
  timeScale: number;
  email?: string;
  password?: string;
  /** Where to listen. Default 127.0.0.1. */
  host?: string;
  /** Speaks TLS as well, on this port; 0: any free one. */
  tlsPort?: number;
  /** Where the certificate of the demo's authority goes. Default: a file among the temporary ones, gone when the demo ends. */
  caFile?: string;
  /** JSON lines are appended to this file. Default: none. */
  logFile?: string;
  /** Instances of the backend. Default 2. */
  instances?: number;
  /** The backend scales to zero when nobody asked it anything for so long, in milliseconds of platform time. Default 15 minutes. */
  idleMs?: number;
  /** Told what goes wrong besides. Default: nobody. */
  complain?: (problem: string) => void;
}

export interface Demo extends Controls {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  url: string;
  /** `https://localhost:PORT`; `null`: it speaks no TLS. */
  tlsUrl: string | null;
  /** Path of the certificate by which clients trust it; `null`: it speaks no TLS. */
  caFile: string | null;
  /** Ends open sockets and answers under way at once, and gives the ports back. */
  close(): Promise<void>;
}

/** Starts a stand-in for the platform. Rejects with `DemoError` when an option is wrong, or a port or a file cannot be had. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { port, host = "127.0.0.1", tlsPort, caFile } = options;
  const { platform, faults, pace, log } = build(options);
  const app = createApp(platform);
  const sockets = attachSockets(app.server, platform);
  let tls: Tls | null = null;

  faults.onChange(() => {
    platform.tokens.setIssuer(issuerWith(faults.names()));
    tls?.show(certificateWith(faults.names()));
  });
  async function close(): Promise<void> {
    // Before anybody is woken: what was waited for is not answered in a hurry.
    sockets.close();
    app.server.closeAllConnections();
    pace.stop();
    await Promise.all([tls?.close(), app.close()]);
    log.close();
  }
  const controls: Controls = {
    faults: () => faults.names(),
    setFaults: (names) => faults.set(names),
    setScenario: (name) => play(findScenario(name)),
    scaleToZero: () => platform.scaleToZero(),
  };
  const play = (scenario: Scenario, more: readonly string[] = []) => faults.set([...scenario.faults, ...more], scenario.revision);
  addControl(app, controls);
  try {
    if (options.scenario === undefined) faults.set(options.faults);
    else play(findScenario(options.scenario), options.faults);
    const url = await listen(app, host, port);
    if (tlsPort !== undefined) tls = await speakTls(app.server, host, tlsPort, caFile);
    tls?.show(certificateWith(faults.names()));
    const { url: tlsUrl, caFile: trusted } = tls ?? { url: null, caFile: null };
    return { url, tlsUrl, caFile: trusted, ...controls, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function build({ timeScale, email = demoAccount.email, password = demoAccount.password, ...options }: DemoOptions) {
  if (!Number.isFinite(timeScale) || timeScale < 0)
    throw new DemoError(`The time scale is ${timeScale}: give a number from 0 on.`);
  const { logFile, complain, instances, idleMs } = options;
  const pace = createPace(timeScale);
  const log = logFile === undefined ? { ...silentLog, close: () => undefined } : createFileLog(logFile, { complain });
  const faults = createSwitchboard(catalogue, pace, log);
  const backend = { ...(instances !== undefined && { instances }), ...(idleMs !== undefined && { idleMs }) };
  const platform = createPlatform({ email, password, displayName: "Demo Probe" }, pace, faults, log, backend);
  return { platform, faults, pace, log };
}
