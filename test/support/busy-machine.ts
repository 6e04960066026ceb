import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

const longestMs = 1_800_000;

/** Keeps every core busy with a process of its own, until it is stopped. */
export function busyMachine(): { stop(): void } {
  const work = `const end = Date.now() + ${longestMs}; while (Date.now() < end);`;
  const burners = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["--eval", work], { stdio: "ignore" }),
  );
  return {
    stop() {
      for (const burner of burners) burner.kill("SIGKILL");
    },
  };
}
