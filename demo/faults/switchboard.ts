import type { Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { type Log, silentLog } from "../log/log.ts";
import type { Reply } from "../platform/advice.ts";
import { type Conditions, allFine } from "../platform/conditions.ts";
import type { Pace } from "../platform/pace.ts";
import type { Release } from "../platform/release.ts";
import type { Message, Upgrade } from "../socket/message.ts";
import type { Behaviour, Fault } from "./fault.ts";
import { findFaults } from "./find.ts";

/** Which faults are on, and what they make of things together: the first that was named comes first. */
export interface Switchboard {
  /**
   * Switches on exactly these. One that is on already goes on as it is. Throws `DemoError` and changes nothing at an unknown name.
   * `revision`: what a roll-out that this leads to is called.
   */
  set(names: readonly string[], revision?: string): void;
  names(): string[];
  /** Calls back when others are on, from now on. */
  onChange(changed: (revision?: string) => void): void;
  /** What is deployed, if `release` were without faults. */
  deployed(release: Release): Release;
  conditions(): Conditions;
  http(call: Call, answer: () => Promise<Answer>): Promise<Answer>;
  upgrade(call: Call, upgrade: () => Promise<Upgrade>): Promise<Upgrade>;
  reply(reply: Reply, traceId: string | null): Reply;
  say(message: Message): Promise<Message[]>;
}

interface On {
  fault: Fault;
  behaviour: Behaviour;
}

export function createSwitchboard(pace: Pace, log: Log = silentLog): Switchboard {
  let on = new Map<string, On>();
  const listeners: ((revision?: string) => void)[] = [];
  const faults = () => [...on.values()].map(({ fault }) => fault);
  const behaviours = () => [...on.values()].map(({ behaviour }) => behaviour);
  return {
    set(names, revision) {
      const before = on;
      const begun = (name: string, fault: Fault) => before.get(name) ?? { fault, behaviour: fault.begin?.(pace, log) ?? {} };
      on = new Map([...findFaults(names)].map(([name, fault]) => [name, begun(name, fault)]));
      for (const changed of listeners) changed(revision);
    },
    names: () => [...on.keys()],
    onChange: (changed) => void listeners.push(changed),
    deployed: (release) => faults().reduce((changed, fault) => fault.deploys?.(changed) ?? changed, release),
    conditions: () => together(faults()),
    http: (call, answer) => behaviours().reduceRight((next, fault) => () => fault.http?.(call, next) ?? next(), answer)(),
    upgrade: (call, upgrade) => behaviours().reduceRight((next, fault) => () => fault.upgrade?.(call, next) ?? next(), upgrade)(),
    reply: (reply, traceId) => behaviours().reduce((changed, fault) => fault.reply?.(changed, traceId) ?? changed, reply),
    async say(message) {
      let messages = [message];
      for (const { say } of behaviours()) {
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
