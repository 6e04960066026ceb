import { type Answer, json } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { answerTo } from "../http/refusal.ts";
import { traceIdOf } from "../http/trace.ts";
import { accountOf } from "./authenticate.ts";
import { callComponent } from "./call-component.ts";
import type { Instance } from "./instance.ts";
import { leak } from "./leak.ts";
import type { Platform } from "./platform.ts";
import type { BackendRoute, Needs } from "./route.ts";
import { type Upgrade, refuse } from "./upgrade.ts";

/** What an instance of the backend answers. */
export async function answerOf(instance: Instance, platform: Platform, call: Call, route: BackendRoute): Promise<Answer> {
  try {
    const inTheWay = await obstacle(instance, platform, call.path, route.inAnyStage === true);
    if (inTheWay) return inTheWay;
    if (route.needs) await meet(route.needs, platform, call, () => accountOf(call, platform));
    return await route.endpoint(call, platform, instance);
  } catch (thrown) {
    return answerTo(thrown);
  }
}

const needsOfSocket = ["auth-service", "redis"] as const;

/** What an instance of the backend makes of a request for a WebSocket. `admit` looks at the token. */
export async function upgradeOf(instance: Instance, platform: Platform, call: Call, admit: () => Upgrade): Promise<Upgrade> {
  try {
    const inTheWay = await obstacle(instance, platform, call.path, false);
    if (inTheWay) return refuse(inTheWay);
    const upgrade = admit();
    if (upgrade.kind === "accept")
      await meet({ components: needsOfSocket, use: "read", turns: 1 }, platform, call, () => undefined);
    return upgrade;
  } catch (thrown) {
    return refuse(answerTo(thrown));
  }
}

/** First who asks, then what it takes to answer. */
async function meet({ components, use, turns }: Needs, platform: Platform, call: Call, identify: () => unknown): Promise<void> {
  identify();
  if (platform.faults.conditions().backend === "overloaded") await platform.workers.work(turns);
  for (const name of components) await callComponent(name, use, platform, traceIdOf(call.headers["traceparent"]));
}

/** What keeps an instance from its work; `null`: nothing. */
async function obstacle(instance: Instance, platform: Platform, path: string, inAnyStage: boolean): Promise<Answer | null> {
  const { backend } = platform.faults.conditions();
  if (backend === "hung") return new Promise(() => undefined);
  const { stage } = instance.life();
  if (stage === "starting" && !inAnyStage) return json(503, { detail: "Startup not complete" });
  if (stage === "failed" && !inAnyStage) return json(503, { detail: "Startup failed" });
  if (path === "/health/live") return null;
  if (backend === "one-broken" && instance.ordinal === 0) {
    instance.log("ERROR", "AttributeError: 'NoneType' object has no attribute 'get' (request context of this worker is gone)");
    return json(500, { detail: "Internal Server Error" });
  }
  await leak(instance, platform);
  return null;
}
