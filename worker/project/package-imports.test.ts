import { expect, test } from "vitest";
import { isOwnFile } from "./journey-folders.ts";
import { withPackageImports } from "./package-imports.ts";

test.each([
  [
    "the kit comes from the package",
    "probes/auth.ts",
    `import { a } from "./kit/a.ts";`,
    `import { a } from "sonde/probes/kit/a.ts";`,
  ],
  ["clients as well", "probes/auth.ts", `import { a } from "./clients/a.ts";`, `import { a } from "sonde/probes/clients/a.ts";`],
  ["from a step, too", "probes/steps/x.ts", `} from "../kit/a.ts";`, `} from "sonde/probes/kit/a.ts";`],
  ["types of the contract", "probes/steps/x.ts", `from "../../worker/contract/a.ts"`, `from "sonde/worker/contract/a.ts"`],
  ["for its effect alone", "probes/auth.ts", `import "./kit/a.ts";`, `import "sonde/probes/kit/a.ts";`],
  ["later", "probes/auth.ts", `await import("./kit/a.ts")`, `await import("sonde/probes/kit/a.ts")`],
  ["a step stays the project's own", "probes/auth.ts", `from "./steps/sign-in.ts"`, `from "./steps/sign-in.ts"`],
  ["a rule as well", "probes/steps/x.ts", `from "../rules/value.ts"`, `from "../rules/value.ts"`],
  ["k6 is left alone", "probes/auth.ts", `import http from "k6/http";`, `import http from "k6/http";`],
])("%s", (_title, file, text, expected) => {
  expect(withPackageImports(file, text)).toBe(expected);
});

test.each([
  ["probes/auth.ts", true],
  ["probes/steps/sign-in.ts", true],
  ["probes/rules/value.ts", true],
  ["probes/cleanup.ts", false],
  ["probes/journeys.test.ts", false],
  ["probes/rules/value.test.ts", false],
  ["probes/kit/journey.ts", false],
  ["probes/clients/auth.ts", false],
  ["probes/stubs/k6.ts", false],
])("whether a project gets a copy of %s: %s", (path, expected) => {
  expect(isOwnFile(path)).toBe(expected);
});
