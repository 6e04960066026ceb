import { createInterface } from "node:readline/promises";
import type { Target } from "../contract/config.ts";
import { formatDuration } from "../kit/duration.ts";
import { printable } from "../kit/printable.ts";
import type { Store } from "../store/open.ts";
import { demoTarget } from "./demo-platform.ts";
import { Exit, exitCodes } from "./exit.ts";
import type { LoadOptions } from "./load-options.ts";
import type { ReadyLoad } from "./load-prepare.ts";

/** Load goes only where somebody wrote that it may. */
export function refuseUnmarked({ name, load, urls }: Target, file: string): void {
  if (load) return;
  throw new Exit(
    exitCodes.configuration,
    `The target ${name} (${urls.api}) is not marked for load.\nIf load may be put on it, write load: true into targets.${name} of ${file}.`,
  );
}

/** A target that is down already learns nothing from load, and may not come up under it. */
export function refuseDown(target: Target, store: Pick<Store, "states">, { force }: LoadOptions): void {
  const down = [...store.states(target.name)].filter(([, { state }]) => state === "down");
  if (down.length === 0 || force) return;
  const list = down.map(([probe, { cause }]) => `  ${printable(probe)}: ${printable(cause ?? "down", 200)}`).join("\n");
  throw new Exit(
    exitCodes.configuration,
    `Probes of ${target.name} are down:\n${list}\nA load run would only show that. Mend it first, or say --force.`,
  );
}

/** Another load on the same target would be measured as well. */
export function refuseSecond(
  target: Target,
  store: { loads: Pick<Store["loads"], "marks"> },
  isRunning: (owner: string) => boolean,
): void {
  const other = store.loads.marks().find((mark) => mark.target === target.name && isRunning(mark.owner));
  if (other === undefined) return;
  throw new Exit(exitCodes.configuration, `Another load run (${other.runId}) goes on against ${target.name}: wait for its end.`);
}

/** Whether this runs without anybody at the keyboard. */
export function isInCi(env: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(env["CI"]) && env["CI"] !== "false" && env["CI"] !== "0";
}

/** Has the target's name typed by whoever sits there, for anything but the demo. Throws `Exit` when it is not. */
export async function confirm(
  ready: ReadyLoad,
  { yes }: LoadOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { target } = ready;
  if (target.name === demoTarget || yes || isInCi(env)) return;
  const asked = `This puts ${amountOf(ready)} on ${target.name} (${target.urls.api}).`;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new Exit(exitCodes.configuration, `${asked}\nNobody is here to confirm it: say --yes, or set CI in a pipeline.`);
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await line.question(`${asked}\nType ${target.name} to go on: `);
    if (typed.trim() !== target.name) throw new Exit(exitCodes.configuration, "Not confirmed: nothing was done.");
  } finally {
    line.close();
  }
}

/** `up to 50 iterations a second for 6 m (12,000 in all, up to 200 users at once)`. */
export function amountOf({ plan, ratePerS, maxVUs, durationMs }: ReadyLoad): string {
  const peak = plan === null ? ratePerS : Math.max(...plan.stages.flatMap(({ fromPerS, toPerS }) => [fromPerS, toPerS]));
  const rate = peak > 0 ? `up to ${Number(peak.toFixed(2))} iterations a second` : "as many iterations as its users make";
  const all = plan === null ? "" : `${plan.iterations.toLocaleString("en-US")} in all, `;
  return `${rate} for ${formatDuration(plan?.durationMs ?? durationMs)} (${all}up to ${maxVUs} users at once)`;
}
