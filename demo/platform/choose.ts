import { type Instance, isSettled } from "./instance.ts";

/** What one instance takes at once. */
const most = { requests: 80, sockets: 1_000 } as const;

export type Kind = keyof typeof most;

/**
 * Which instance is next; `turn` counts up. Those whose start-up is over come before those that start; one of a new deployment gets
 * nothing while it still gets on. `null`: there is none.
 */
export function choose(instances: readonly Instance[], kind: Kind, turn: number): Instance | "full" | null {
  const open = instances.filter(
    (each) => isSettled(each) || (each.life().stage === "starting" && (each.life().isStuck || !each.isWarmed)),
  );
  const settled = open.filter(isSettled);
  const candidates = settled.length > 0 ? settled : open;
  const free = candidates.filter(({ load }) => load[kind] < most[kind]);
  return free[turn % free.length] ?? (candidates.length > 0 ? "full" : null);
}
