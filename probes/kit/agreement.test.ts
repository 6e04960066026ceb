import { expect, test } from "vitest";
import { type Voices, agrees } from "./agreement.ts";

test.each<[string, Voices]>([
  ["all that were heard say the same", { auth: "u-1", dashboard: null, socket: "u-1" }],
  ["one alone was heard", { auth: "u-1", socket: null }],
  ["nobody was heard", { auth: null }],
])("where %s, they agree", (_what, voices) => {
  expect(agrees("user")(voices).passed).toBe(true);
});

test.each<[Voices, string]>([
  [
    { auth: "u-1", dashboard: "u-2", socket: "u-1" },
    'user (auth "u-1", dashboard "u-2", socket "u-1") is the same everywhere: dashboard disagrees',
  ],
  [
    { auth: "u-2", dashboard: "u-1", socket: "u-1" },
    'user (auth "u-2", dashboard "u-1", socket "u-1") is the same everywhere: auth disagrees',
  ],
  [
    { auth: "u-1", dashboard: null, socket: "u-2" },
    'user (auth "u-1", dashboard not heard, socket "u-2") is the same everywhere: socket disagrees',
  ],
  [
    { auth: "u-1", dashboard: "u-2", socket: "u-3" },
    'user (auth "u-1", dashboard "u-2", socket "u-3") is the same everywhere: dashboard and socket disagree',
  ],
])("%j is told with who disagrees", (voices, observed) => {
  expect(agrees("user")(voices)).toEqual({ passed: false, observed });
});
