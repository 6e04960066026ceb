import { expect, test } from "vitest";
import { standalone } from "./standalone.ts";

const script = `export const options = { vus: 3, duration: "5s", tags: { own: "yes" } };
export default function () {}
export function handleSummary() { return {}; }
//# sourceMappingURL=data:application/json;base64,e30=
`;

/** What a script exports, as k6 sees it. */
async function exportsOf(code: string): Promise<Record<string, unknown>> {
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>;
}

test("options take the place of the script's own, and its ways to say how much load there is go", async () => {
  const scenarios = { chat: { executor: "constant-arrival-rate" } };
  const { options } = await exportsOf(await standalone({ code: script, options: { scenarios } }));
  expect(options).toEqual({ tags: { own: "yes" }, scenarios });
});

test("without options the script's own stay", async () => {
  const { options } = await exportsOf(await standalone({ code: script, options: null }));
  expect(options).toEqual({ vus: 3, duration: "5s", tags: { own: "yes" } });
});

test("everything else that it exports stays, and its source map goes", async () => {
  const code = await standalone({ code: script, options: { tags: {} } });
  expect(Object.keys(await exportsOf(code)).sort()).toEqual(["default", "handleSummary", "options"]);
  expect(code).not.toContain("sourceMappingURL");
});

test.each([
  ["no default function", "export function chat() {}", ["chat", "options"]],
  ["no options of its own", "export default function () {}", ["default", "options"]],
])("a script with %s is fine", async (_name, code, names) => {
  const exported = await exportsOf(await standalone({ code, options: { scenarios: {} } }));
  expect(Object.keys(exported).sort()).toEqual(names);
});

test("modules of k6 and remote ones stay imports", async () => {
  const code = 'import http from "k6/http"; import x from "https://example.com/x.js"; export default () => http.get(x);';
  expect(await standalone({ code, options: null })).toMatch(/from "k6\/http";\n.*from "https:\/\/example.com\/x.js";/);
});
