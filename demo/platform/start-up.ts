import { isNowhere } from "./components/redis.ts";
import type { Instance, Life } from "./instance.ts";
import type { Pace } from "./pace.ts";
import { phaseCount, phaseMs, progressIn } from "./phases.ts";
import type { Image } from "./release.ts";
import { type Settings, complaintsAbout } from "./settings.ts";

export interface StartUpOptions {
  image: Image;
  settings: Settings;
  pace: Pace;
}

type Become = (next: Partial<Life>) => void;

/** From the start of a container to the end of its start-up, whichever it is. */
export async function startUp(instance: Instance, { image, settings, pace }: StartUpOptions, become: Become): Promise<void> {
  instance.log("INFO", "Starting a new instance.");
  await pace.between(image.bootMs * 0.95, image.bootMs * 1.05);
  if (hasEnded(instance)) return;
  const lastWords = image.crashesAtBoot === null ? complaintsAbout(settings) : [image.crashesAtBoot];
  if (lastWords.length > 0) {
    for (const words of lastWords) instance.log("ERROR", words);
    instance.log("CRITICAL", "Worker failed to boot.", { exit_code: 3 });
    return instance.end("killed");
  }
  instance.log("INFO", "Listening on port 8080.");
  for (let phase = 1; phase <= phaseCount; phase++) {
    become({ stage: "starting", phase });
    instance.log("INFO", `Startup phase ${progressIn(phase).phase}`);
    const warning = warningIn(phase, settings);
    if (warning !== null) instance.log("WARNING", warning);
    const trouble = image.trouble?.phase === phase ? image.trouble : null;
    if (trouble?.kind === "hangs") {
      instance.log("WARNING", trouble.error);
      return become({ isStuck: true });
    }
    if (trouble?.kind === "fails") {
      instance.log("CRITICAL", `Startup failed: ${trouble.error}`);
      return become({ stage: "failed", failure: trouble.error });
    }
    const ms = phaseMs(phase, image.startUpMs);
    await pace.between(ms, ms);
    if (hasEnded(instance)) return;
    if (trouble?.kind === "dies") {
      instance.log("CRITICAL", trouble.error, { exit_code: 139 });
      return instance.end("killed");
    }
  }
  instance.log("INFO", "Startup complete.");
  become({ stage: "ready" });
}

function hasEnded(instance: Instance): boolean {
  return instance.life().stage === "ended";
}

/** What a phase finds wrong and goes on with: nobody but the log is told. */
function warningIn(phase: number, { REDIS_URL, LLM_API_KEY }: Settings): string | null {
  if (phase === 5 && isNowhere(REDIS_URL)) return "Redis is not available: going on without a cache for now.";
  if (phase === 9 && LLM_API_KEY === "") return "LLM_API_KEY is not set: no provider is configured.";
  return null;
}
