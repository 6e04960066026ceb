import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { catalogue } from "./faults/catalogue.ts";
import { DemoError } from "./demo-error.ts";
import { bodyOf } from "./http/body.ts";
import { Refusal } from "./http/refusal.ts";
import { isLoopback } from "./loopback.ts";
import { scenarios } from "./faults/scenarios.ts";
import { scenarioWith } from "./scenario.ts";

export const controlPaths = {
  faults: "/_demo/faults",
  scenario: "/_demo/scenario",
  scaleToZero: "/_demo/scale-to-zero",
} as const;

const wantedFaultsSchema = z.strictObject({ faults: z.array(z.string()).max(100) });
const wantedScenarioSchema = z.strictObject({ name: z.string().max(100) });
const nothingSchema = z.strictObject({});

/** How the control paths answer. */
export const catalogueSchema = z.object({
  faults: z.array(z.object({ name: z.string(), says: z.string(), on: z.boolean(), target: z.string().optional() })),
});
export const scenarioSchema = z.object({
  /** `null`: what is on makes none of them. */
  name: z.string().nullable(),
  scenarios: z.array(z.object({ name: z.string(), says: z.string(), faults: z.array(z.string()) })),
});

/** What whoever has a demo can do to it while it runs. */
export interface Controls {
  /** Those that are on. */
  faults(): string[];
  /** Switches on exactly these. Throws `DemoError` at a name that is not in the catalogue, and changes nothing. */
  setFaults(names: readonly string[]): void;
  /** Switches on exactly the faults of a scenario. Throws `DemoError` when there is none of this name. */
  setScenario(name: string): void;
  /** Ends all instances of the backend at once; the next request starts one. */
  scaleToZero(): void;
}

/**
 * `GET /_demo/faults`: the catalogue, with what is on. `PUT {faults: [NAME…]}`: switches on exactly these.
 * `GET /_demo/scenario`: the scenarios, and which is on. `PUT {name}`: switches on exactly its faults.
 * `POST /_demo/scale-to-zero {}`: ends all instances of the backend. No fault reaches these paths.
 */
export function addControl(app: FastifyInstance, demo: Controls): void {
  const faults = (): z.infer<typeof catalogueSchema> => {
    const on = new Set(demo.faults());
    return {
      faults: [...catalogue].map(([name, { says, target }]) => ({ name, says, on: on.has(name), ...(target && { target }) })),
    };
  };
  const scenario = (): z.infer<typeof scenarioSchema> => ({
    name: scenarioWith(demo.faults()),
    scenarios: [...scenarios].map(([name, { says, faults }]) => ({ name, says, faults: [...faults] })),
  });
  const allow = (path: string, methods: Partial<Record<"GET" | "PUT" | "POST", (request: FastifyRequest) => object>>) => {
    for (const [method, answer] of Object.entries(methods)) app.route({ method, url: path, handler: guarded(answer) });
  };
  allow(controlPaths.faults, {
    GET: faults,
    PUT(request) {
      demo.setFaults(sent(request, wantedFaultsSchema).faults);
      return faults();
    },
  });
  allow(controlPaths.scenario, {
    GET: scenario,
    PUT(request) {
      demo.setScenario(sent(request, wantedScenarioSchema).name);
      return scenario();
    },
  });
  allow(controlPaths.scaleToZero, {
    POST(request) {
      sent(request, nothingSchema);
      demo.scaleToZero();
      return {};
    },
  });
}

/** For those of this machine alone; what is asked for and does not exist is 422. */
function guarded<T>(answer: (request: FastifyRequest) => T): (request: FastifyRequest) => T {
  return (request) => {
    guard(request);
    try {
      return answer(request);
    } catch (thrown) {
      throw thrown instanceof DemoError ? new Refusal(422, thrown.message) : thrown;
    }
  };
}

function sent<T>({ headers, body }: FastifyRequest, schema: z.ZodType<T>): T {
  return bodyOf({ headers, body: typeof body === "string" ? body : "" }, schema);
}

/** A web page can send requests here from this machine, by a name of its own that points to it; that name is in `Host`. */
function guard({ socket, headers }: FastifyRequest): void {
  const host = URL.canParse(`http://${headers.host}`) ? new URL(`http://${headers.host}`).hostname : "";
  if (isLoopback(socket.remoteAddress) && isLoopback(host)) return;
  throw new Refusal(403, "Faults are switched from this machine only, by the address 127.0.0.1 or the name localhost.");
}
