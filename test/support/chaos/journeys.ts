const get = (path: string) => `
import http from "k6/http";
import { check } from "k6";
export default function () {
  const r = http.get(__ENV.BASE + "${path}", { tags: { name: "GET ${path}" } });
  check(r, { "status is 200": ({ status }) => status === 200 });
}`;

/** Plain k6 scripts by file name: fast ones, and a few that fail. */
export const journeys = {
  "ok.js": get("/ok"),
  "slow.js": get("/slow"),
  "linger.js": get("/linger"),
  "down.js": get("/down"),
  "flap.js": get("/flap"),
  "steps.js": `
import http from "k6/http";
import { check } from "k6";
export default function () {
  for (const step of ["first", "second", "third"]) {
    const r = http.get(__ENV.BASE + "/ok", { tags: { step } });
    check(r, { "status is 200": ({ status }) => status === 200 }, { step });
  }
}`,
  "throws.js": `
import http from "k6/http";
export default function () {
  http.get(__ENV.BASE + "/ok", { tags: { name: "GET /ok" } }).json();
}`,
} as const;

export type JourneyFile = keyof typeof journeys;
