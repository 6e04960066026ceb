import { type Component, ComponentFailure, report } from "./component.ts";

const attempts = 3;

/** Sessions, and the cache of dashboards. */
export const redis: Component = async (_use, around) => {
  const { release, pace } = around;
  const url = release.settings.REDIS_URL;
  if (!isNowhere(url)) return;
  const error = `Error 111 connecting to ${new URL(url).host}. Connection refused.`;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await pace.between(250, 600);
    report(around, "redis", "WARNING", `${error} (attempt ${attempt} of ${attempts})`);
  }
  report(around, "redis", "ERROR", `redis.exceptions.ConnectionError: ${error}`);
  throw new ComponentFailure("session_unavailable", `Session store unavailable: ${error}`);
};

/** In a container, nothing but the container itself is there. */
export function isNowhere(url: string): boolean {
  return ["localhost", "127.0.0.1"].includes(new URL(url).hostname);
}
