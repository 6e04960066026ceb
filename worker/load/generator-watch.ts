import { formatDuration } from "../kit/duration.ts";

/** What the generator was at, about once a second. */
export interface GeneratorLook {
  /** By a monotonic clock. */
  atMs: number;
  /** CPU time of k6 so far; `null` where the system does not tell. */
  k6CpuMs: number | null;
}

/** What a whole run says of its generator. */
export interface GeneratorFigures {
  iterations: number;
  droppedIterations: number;
  /** The most that were there; `null`: k6 did not say. */
  vus: number | null;
  /** `null`: a script that plans its own. */
  maxVUs: number | null;
  /** Some gate was broken: then a target that is slower than planned may have used the VUs up, and that is what was found. */
  hasBrokenGates: boolean;
  /** 99th percentile of how late the worker's own event loop was. */
  lagP99Ms: number;
}

export interface GeneratorWatch {
  look(look: GeneratorLook): void;
  /** Share of all cores that k6 used lately, 0 to 1; `null`: unknown. */
  cpuShare(): number | null;
  /** Why the generator and not the target set the limit, a sentence each; empty: it did not. */
  verdict(figures: GeneratorFigures): string[];
}

/** Beyond this part of the machine k6 waits for its own CPU, and adds the waiting to what it measures. */
const busyShare = 0.9;
/** For so long at once: starting VUs costs a lot for a moment. */
const longestBusyMs = 10_000;
const mostDropped = 0.01;
/** k6 stamps its samples itself: a late worker loses none of them, but falls behind. */
const worstLagMs = 1_000;

export function watchGenerator(cores: number): GeneratorWatch {
  let last: GeneratorLook | null = null;
  let share: number | null = null;
  let busyMs = 0;
  let longestMs = 0;
  return {
    look(look) {
      const spanMs = last === null ? 0 : look.atMs - last.atMs;
      if (last?.k6CpuMs != null && look.k6CpuMs !== null && spanMs > 0) {
        share = (look.k6CpuMs - last.k6CpuMs) / (spanMs * cores);
        busyMs = share >= busyShare ? busyMs + spanMs : 0;
        longestMs = Math.max(longestMs, busyMs);
      }
      last = look;
    },
    cpuShare: () => share,
    verdict: (figures) => [...cpuSentence(longestMs, cores), ...vuSentence(figures), ...lagSentence(figures)],
  };
}

function cpuSentence(busyMs: number, cores: number): string[] {
  if (busyMs < longestBusyMs) return [];
  return [
    `k6 used over ${busyShare * 100} % of this machine's ${cores} cores for ${formatDuration(busyMs)}: it measured itself. Take a lower rate, or more machines (--export k8s).`,
  ];
}

function vuSentence({ iterations, droppedIterations, vus, maxVUs, hasBrokenGates }: GeneratorFigures): string[] {
  const all = iterations + droppedIterations;
  if (hasBrokenGates || all === 0 || droppedIterations / all <= mostDropped) return [];
  const isUsedUp = vus !== null && maxVUs !== null && vus >= maxVUs;
  const why = isUsedUp ? `all ${maxVUs} VUs were busy: raise load.ceiling.vus, or take a lower rate` : "no VU was free in time";
  return [`${droppedIterations} of ${all} iterations could not begin, although no gate was broken: ${why}.`];
}

function lagSentence({ lagP99Ms }: GeneratorFigures): string[] {
  if (lagP99Ms < worstLagMs) return [];
  return [`Sonde itself was held up for ${formatDuration(lagP99Ms)} at a time: this machine is too busy to measure with.`];
}
