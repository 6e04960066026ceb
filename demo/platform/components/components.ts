import type { Component, ComponentName } from "./component.ts";
import { authService } from "./auth-service.ts";
import { llm } from "./llm.ts";
import { postgres } from "./postgres.ts";
import { redis } from "./redis.ts";

/** What the backend depends on. */
export const components: Record<ComponentName, Component> = { "auth-service": authService, redis, postgres, llm };
