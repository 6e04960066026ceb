import { type Instance, emptyMb } from "./instance.ts";
import type { Platform } from "./platform.ts";

const limitMb = 512;
const slowestMs = 2_500;

/** One request's share of a memory leak: the fuller an instance is, the longer it collects garbage; over the limit it is killed. */
export async function leak(instance: Instance, { backend, pace }: Pick<Platform, "backend" | "pace">): Promise<void> {
  const { leakMb } = backend.release().image;
  if (leakMb === 0) return;
  instance.load.memoryMb += leakMb;
  const { memoryMb } = instance.load;
  if (memoryMb > limitMb) {
    instance.log("CRITICAL", `Memory limit of ${limitMb} MiB exceeded with ${memoryMb} MiB used: the container was killed.`, {
      exit_code: 137,
    });
    return instance.end("killed");
  }
  const ms = ((memoryMb - emptyMb) / (limitMb - emptyMb)) ** 2 * slowestMs;
  await pace.between(ms * 0.9, ms);
}
