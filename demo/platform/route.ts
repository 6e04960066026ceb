import type { Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import type { ComponentName, Use } from "./components/component.ts";
import type { Instance } from "./instance.ts";
import type { Platform } from "./platform.ts";

/** What one of the services answers to one method and path. */
export type Route = AuthRoute | BackendRoute;

interface Path {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
}

export interface AuthRoute extends Path {
  service: "auth";
  /** May throw a `Refusal`. */
  endpoint: (call: Call, platform: Platform) => Answer | Promise<Answer>;
}

export interface BackendRoute extends Path {
  service: "backend";
  /** May throw a `Refusal`. */
  endpoint: (call: Call, platform: Platform, instance: Instance) => Answer | Promise<Answer>;
  /** It is for those who are signed in, and this is gone through first, in order. */
  needs?: Needs;
  /** It is answered before start-up is complete, too. */
  inAnyStage?: boolean;
}

export interface Needs {
  components: readonly ComponentName[];
  use: Use;
  /** How much work it is for a backend that is short of workers. */
  turns: number;
}
