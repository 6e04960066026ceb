import type { TargetUrls } from "../contract/config.ts";
import type { Clock } from "../kit/clock.ts";

const everyMs = 3_600_000;
/** A host that showed none may only have been away. */
const againMs = 60_000;

interface Look {
  atMs: number;
  days: Promise<number | null>;
  /** How long it holds. */
  forMs: number;
}

/**
 * Days until the first of a target's certificates ends: auth service, backend and socket may have hosts of their own. `null`: none was
 * shown. Looks at a host at most once an hour, once a minute while it shows none.
 */
export function watchCertificates(
  look: (url: string) => Promise<number | null>,
  clock: Pick<Clock, "monotonic">,
): (target: { urls: TargetUrls }) => Promise<number | null> {
  const known = new Map<string, Look>();

  function daysOf(origin: string): Promise<number | null> {
    const last = known.get(origin);
    if (last && clock.monotonic() - last.atMs < last.forMs) return last.days;
    const next: Look = { atMs: clock.monotonic(), days: look(origin), forMs: everyMs };
    known.set(origin, next);
    return holding(next);
  }

  return async ({ urls: { api, auth, ws } }) => {
    const origins = new Set([api, auth, ws].flatMap(originOf));
    const all = await Promise.all([...origins].map(daysOf));
    const shown = all.filter((days) => days !== null);
    return shown.length > 0 ? Math.min(...shown) : null;
  };
}

async function holding(next: Look): Promise<number | null> {
  const days = await next.days;
  if (days === null) next.forMs = againMs;
  return days;
}

/** `https://host:port` of what speaks TLS. */
function originOf(url: string): string[] {
  const { protocol, host } = URL.parse(url.replace(/^ws/i, "http")) ?? {};
  return protocol === "https:" ? [`https://${host}`] : [];
}
