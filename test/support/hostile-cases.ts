import type { Verdict } from "../../worker/contract/words.ts";

/** What a hostile target does to a probe, and what must be made of it. */
export interface HostileCase {
  /** Name of the probe. */
  name: string;
  script: `hostile-${string}.js`;
  path: string;
  verdict: Verdict;
  cause: RegExp | null;
}

const http = (name: string, verdict: Verdict, cause: RegExp | null): HostileCase => ({
  name,
  verdict,
  cause,
  script: "hostile-http.js",
  path: `/${name}`,
});
const socket = (name: string, cause: RegExp): HostileCase => ({
  name,
  cause,
  verdict: "down",
  script: "hostile-socket.js",
  path: `/${name}`,
});
const plain = (name: string, cause: RegExp): HostileCase => ({ ...http(name, "down", cause), script: "hostile-plain.js" });

/** A body may fail a check or end k6 at its memory limit, whichever comes first. */
const notTaken = /^ask: (?:ok: body .* is JSON|did not end within)/;
const blocked = /blacklisted/;

export const hostileCases: readonly HostileCase[] = [
  http("big-body", "down", notTaken),
  http("endless-body", "down", notTaken),
  http("endless-chunks", "down", notTaken),
  http("endless-headers", "down", /^ask: /),
  http("endless-header", "down", /^ask: /),
  http("huge-header", "up", null),
  http("drip", "down", /^ask: did not end within/),
  http("nasty", "down", /status \(500\) is 200: [^]*esrever/),
  http("nasty-detail", "down", /status \(500\) is 200: [^]*esrever[^]* detail/),
  http("nasty-header", "down", /^ask: .*malformed/),
  http("loop", "down", /status \(302\) is 200/),
  { ...plain("loop", /\/loop/), name: "loop-followed" },
  plain("to-metadata", blocked),
  plain("to-mapped-metadata", blocked),
  plain("to-loopback", blocked),
  plain("to-unspecified", blocked),
  { name: "many-steps", script: "hostile-steps.js", path: "/fine", verdict: "error", cause: /more than 100 different steps/ },
  socket("ws-flood", /^listen: /),
  socket("ws-huge", /^listen: /),
  socket("ws-endless", /^listen: /),
  socket("ws-error", /^listen: the server sent an error: eee/),
  socket("ws-nasty", /^listen: /),
];
