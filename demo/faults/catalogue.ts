import { authFaults } from "./auth.ts";
import { backendFaults } from "./backend.ts";
import { chatFaults } from "./chat.ts";
import { componentFaults } from "./components.ts";
import { deploymentFaults } from "./deployment.ts";
import type { Fault } from "./fault.ts";
import { frontFaults } from "./front.ts";
import { tlsFaults } from "./tls.ts";
import { websocketFaults } from "./websocket.ts";

/** By where they are, under a title for people. A fault is one entry in one of these. */
export const groups: ReadonlyMap<string, Record<string, Fault>> = new Map<string, Record<string, Fault>>([
  ["What is deployed of the backend", deploymentFaults],
  ["Components behind the backend", componentFaults],
  ["The whole backend", backendFaults],
  ["The front, and the way to it", { ...frontFaults, ...tlsFaults }],
  ["The auth service", authFaults],
  ["Chat", chatFaults],
  ["WebSocket", websocketFaults],
]);

/** Name to fault. */
export const catalogue: ReadonlyMap<string, Fault> = new Map([...groups.values()].flatMap((group) => Object.entries(group)));
