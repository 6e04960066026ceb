import type { StepContext } from "./context.ts";
import { runChecks } from "./checks.ts";
import { StepFailure } from "./failure.ts";
import { createHttp } from "./http.ts";
import { knock } from "./knock.ts";
import { markSecret } from "./marker.ts";
import type { Mask } from "./mask.ts";
import type { OutgoingHeaders } from "./outgoing.ts";
import type { StepRecord } from "./record.ts";
import { openSocket } from "./socket.ts";

export function createStepContext(record: StepRecord, mask: Mask, headers: OutgoingHeaders): StepContext {
  return {
    http: createHttp(record, headers),
    socket: (url, options) => openSocket(record, headers, url, options),
    knock: (url, options) => knock(record, headers, url, options),
    check: (subject, checks) => runChecks(record, mask, subject, checks),
    require(subject, checks) {
      if (!runChecks(record, mask, subject, checks)) throw new StepFailure(null);
    },
    fail(reason) {
      throw new StepFailure(reason);
    },
    need(value) {
      if (value === undefined) {
        throw new Error(
          `The step "${record.step}" got nothing from the step it builds on: return it there, and name it under needs.`,
        );
      }
      return value;
    },
    measure(name, value) {
      if (!Number.isFinite(value)) throw new Error(`The measure ${name} of the step "${record.step}" is ${value}, no number.`);
      record.measures[name] = value;
    },
    secret(value) {
      mask.add(value);
      markSecret(value);
    },
  };
}
