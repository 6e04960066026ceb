import type { Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import type { Reply } from "../platform/advice.ts";
import type { Pace } from "../platform/pace.ts";
import type { Message, Upgrade } from "../socket/message.ts";
import type { Behaviour } from "./fault.ts";
import { findFaults } from "./find.ts";

/** Which faults are on, and what they make of things together: the first that was named comes first. */
export interface Switchboard {
  /** Switches on exactly these. One that is on already goes on as it is. Throws `DemoError` and changes nothing at an unknown name. */
  set(names: readonly string[]): void;
  names(): string[];
  http(call: Call, answer: () => Promise<Answer>): Promise<Answer>;
  upgrade(call: Call, upgrade: () => Promise<Upgrade>): Promise<Upgrade>;
  reply(reply: Reply): Reply;
  say(message: Message): Promise<Message[]>;
}

export function createSwitchboard(pace: Pace): Switchboard {
  let on = new Map<string, Behaviour>();
  const behaviours = () => [...on.values()];
  return {
    set(names) {
      const before = on;
      on = new Map([...findFaults(names)].map(([name, fault]) => [name, before.get(name) ?? fault.begin(pace)]));
    },
    names: () => [...on.keys()],
    http: (call, answer) => behaviours().reduceRight((next, fault) => () => fault.http?.(call, next) ?? next(), answer)(),
    upgrade: (call, upgrade) => behaviours().reduceRight((next, fault) => () => fault.upgrade?.(call, next) ?? next(), upgrade)(),
    reply: (reply) => behaviours().reduce((changed, fault) => fault.reply?.(changed) ?? changed, reply),
    async say(message) {
      let messages = [message];
      for (const { say } of behaviours()) {
        if (say) messages = (await Promise.all(messages.map(say))).flat();
      }
      return messages;
    },
  };
}
