import { authFaults } from "./auth.ts";
import { backendFaults } from "./backend.ts";
import { chatFaults } from "./chat.ts";
import type { Fault } from "./fault.ts";
import { frontFaults } from "./front.ts";
import { websocketFaults } from "./websocket.ts";

/** By where they are. A fault is one entry in one of these. */
export const groups: readonly Record<string, Fault>[] = [frontFaults, authFaults, backendFaults, chatFaults, websocketFaults];

/** Name to fault. */
export const catalogue: ReadonlyMap<string, Fault> = new Map(groups.flatMap((group) => Object.entries(group)));
