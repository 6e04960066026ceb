import type { Log } from "../log/log.ts";
import { type Conditions, allFine } from "../platform/conditions.ts";
import type { Faults, Hooks } from "../platform/faults.ts";
import type { Pace } from "../platform/pace.ts";
import type { Fault } from "./fault.ts";
import { findFaults } from "./find.ts";

/** Which faults are on, and what they make of things together: the first that was named comes first. */
export interface Switchboard extends Faults {
  /**
   * Switches on exactly these. One that is on already goes on as it is. Throws `DemoError` and changes nothing at an unknown name.
   * `revision`: what a roll-out that this leads to is called.
   */
  set(names: readonly string[], revision?: string): void;
  names(): string[];
}

interface On {
  fault: Fault;
  hooks: Partial<Hooks>;
}

/** `catalogue`: all the faults that there are, by name. */
export function createSwitchboard(catalogue: ReadonlyMap<string, Fault>, pace: Pace, log: Log): Switchboard {
  let on = new Map<string, On>();
  const listeners: ((revision?: string) => void)[] = [];
  const faults = () => [...on.values()].map(({ fault }) => fault);
  const hooks = () => [...on.values()].map(({ hooks }) => hooks);
  return {
    set(names, revision) {
      const before = on;
      const begun = (name: string, fault: Fault) => before.get(name) ?? { fault, hooks: fault.begin?.(pace, log) ?? {} };
      on = new Map([...findFaults(catalogue, names)].map(([name, fault]) => [name, begun(name, fault)]));
      for (const changed of listeners) changed(revision);
    },
    names: () => [...on.keys()],
    onChange: (changed) => void listeners.push(changed),
    deployed: (release) => faults().reduce((changed, fault) => fault.deploys?.(changed) ?? changed, release),
    conditions: () => together(faults()),
    http: (call, answer) => hooks().reduceRight((next, hook) => () => hook.http?.(call, next) ?? next(), answer)(),
    upgrade: (call, upgrade) => hooks().reduceRight((next, hook) => () => hook.upgrade?.(call, next) ?? next(), upgrade)(),
    reply: (reply, traceId) => hooks().reduce((changed, hook) => hook.reply?.(changed, traceId) ?? changed, reply),
    async say(message) {
      let messages = [message];
      for (const { say } of hooks()) {
        if (say) messages = (await Promise.all(messages.map(say))).flat();
      }
      return messages;
    },
  };
}

function together(faults: readonly Fault[]): Conditions {
  const conditions = { ...allFine };
  for (const fault of faults.toReversed()) Object.assign(conditions, fault.conditions);
  return conditions;
}
