import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

export interface Child {
  process: ChildProcess;
  /** What it printed, a line each, as it comes. */
  lines: AsyncIterableIterator<string>;
  /** Resolves with the exit code, `null` after a signal, once it is gone. */
  ended: Promise<number | null>;
}

const from = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);

/** Another Node process that runs `code` with `openStore`, `connect`, `lockWorker`, the fakes and the system's clock in scope. */
export function runChild(code: string): Child {
  const script = `
    import { systemClock as clock } from ${from("../kit/clock.ts")};
    import { connect } from ${from("./connect.ts")};
    import { fakeLeftover, fakePoint, fakeRun, fakeRunNumber, fakeState } from ${from("./fake-run.ts")};
    import { lockWorker } from ${from("./lock.ts")};
    import { openStore } from ${from("./open.ts")};
    const limits = { retentionMs: 1e12, maxBytes: 1e12, maxOutboxBytes: 1e12 };
    ${code}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close").then(([code]) => (typeof code === "number" ? code : null));
  return { process: child, lines, ended };
}

/** The next line that a child prints; throws when it ends first. */
export async function nextLine({ lines }: Child): Promise<string> {
  const { done, value } = await lines.next();
  if (done) throw new Error("the child ended without another line");
  return value;
}
