import { keyCode, quoted } from "./code-text.ts";
import type { ImportPath } from "./kit-imports.ts";

/** A small journey that works, and says what to change: the text of `probes/NAME.ts`. */
export function firstJourney(name: string, importPath: ImportPath): string {
  const step = name === "sign-in" ? "first-request" : name;
  const from = (file: string) => quoted(importPath(file));
  return `import { bearer } from ${from("clients/bearer.ts")};
import { declare } from ${from("kit/declare.ts")};
import { field, isList, status } from ${from("kit/expect.ts")};
import { journey } from ${from("kit/journey.ts")};
import { signInStep } from ${from("steps/sign-in.ts")};

// Change: the steps, in the order in which people read them; what each needs, and how long it may take.
export const options = declare({
  steps: {
    "sign-in": { budget: "3s" },
    ${keyCode(step)}: { needs: ["sign-in"], budget: "5s" },
  },
});

/** Change: what a user can do while this journey is up, in one sentence. */
export default journey(options, async ({ step, target, secret }) => {
  const session = await step("sign-in", signInStep({ target, secret }));

  await step(${quoted(step)}, (s) => {
    // Change: the request. Also s.http.post(url, body, …), put, del; a body that is an object goes out as JSON.
    const response = s.http.get(\`\${target.urls.api}/api/dashboard\`, { headers: bearer(s.need(session).token) });

    // Change: what must be true of the answer. A check that fails shows what it saw.
    s.check(response, {
      "answers 200": status(200),
      "lists features": field("features", isList),
    });
  });
});
`;
}
