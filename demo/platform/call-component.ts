import type { ComponentName, Use } from "./components/component.ts";
import { components } from "./components/components.ts";
import type { Platform } from "./platform.ts";

type Around = Pick<Platform, "backend" | "faults" | "pace" | "log">;

/** Goes through a component, as it is now. Rejects with `ComponentFailure`. */
export function callComponent(
  name: ComponentName,
  use: Use,
  { backend, faults, pace, log }: Around,
  traceId: string | null,
): Promise<void> {
  const [release, revision, conditions] = [backend.release(), backend.revision(), faults.conditions()];
  return components[name](use, { release, revision, conditions, pace, log, traceId });
}
