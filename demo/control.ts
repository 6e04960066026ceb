import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { catalogue } from "./faults/catalogue.ts";
import { DemoError } from "./demo-error.ts";
import type { Switchboard } from "./faults/switchboard.ts";
import { bodyOf } from "./http/body.ts";
import { Refusal } from "./http/refusal.ts";
import { isLoopback } from "./loopback.ts";

export const controlPath = "/_demo/faults";

const wantedSchema = z.strictObject({ faults: z.array(z.string()).max(100) });

/** How the control path answers. */
export const catalogueSchema = z.object({ faults: z.array(z.object({ name: z.string(), says: z.string(), on: z.boolean() })) });

/** `GET`: the catalogue, with what is on. `PUT {faults: [NAME…]}`: switches on exactly these. No fault reaches this path. */
export function addControl(app: FastifyInstance, faults: Switchboard): void {
  const state = (): z.infer<typeof catalogueSchema> => {
    const on = new Set(faults.names());
    return { faults: [...catalogue].map(([name, { says }]) => ({ name, says, on: on.has(name) })) };
  };
  app.get(controlPath, ({ socket, headers }) => {
    guard({ socket, headers });
    return state();
  });
  app.put(controlPath, ({ socket, headers, body }) => {
    guard({ socket, headers });
    set(faults, bodyOf({ headers, body: typeof body === "string" ? body : "" }, wantedSchema).faults);
    return state();
  });
}

/** A web page can send requests here from this machine, by a name of its own that points to it; that name is in `Host`. */
function guard({ socket, headers }: Pick<FastifyRequest, "socket" | "headers">): void {
  const host = URL.canParse(`http://${headers.host}`) ? new URL(`http://${headers.host}`).hostname : "";
  if (isLoopback(socket.remoteAddress) && isLoopback(host)) return;
  throw new Refusal(403, "Faults are switched from this machine only, by the address 127.0.0.1 or the name localhost.");
}

function set(faults: Switchboard, names: readonly string[]): void {
  try {
    faults.set(names);
  } catch (thrown) {
    throw thrown instanceof DemoError ? new Refusal(422, thrown.message) : thrown;
  }
}
