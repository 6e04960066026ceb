import { expect, test } from "vitest";
import { createLogger } from "./log.ts";
import { createRedactor } from "./redact.ts";

function logged(form: "text" | "json", use: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  use(createLogger({ redactor: createRedactor(["hunter22"]), form, write: (line) => lines.push(line) }));
  return lines.join("");
}

test("text is one readable line an entry", () => {
  expect(logged("text", (log) => log.warn({ probe: "chat", rows: 3 }, "not delivered"))).toMatch(
    /^\S+Z warn {2}not delivered probe=chat rows=3\n$/,
  );
});

test("json is pino's own form", () => {
  expect(JSON.parse(logged("json", (log) => log.info({ probe: "chat" }, "stored")))).toMatchObject({
    level: "info",
    probe: "chat",
    msg: "stored",
  });
});

test.each(["text", "json"] as const)("secrets are masked wherever they are in an entry, as %s", (form) => {
  const text = logged(form, (log) =>
    log.error({ deep: { error: new Error("login with hunter22") }, list: ["hunter22"] }, "hunter22"),
  );
  expect(text).not.toContain("hunter22");
  expect(text).toContain("[masked]");
});

test.each([
  ['Get "http://host/?token=abc": refused', 'Get "http://host/?token=[masked]": refused'],
  ["refused Authorization: ApiKey abc", "refused Authorization: [masked]"],
  ['refused "hunter22": ', 'refused "[masked]": '],
])("what is masked takes nothing of the entry's form with it: %s", (said, masked) => {
  const line = logged("json", (log) => log.warn({ error: said, after: 1 }, said));
  expect(JSON.parse(line)).toMatchObject({ level: "warn", error: masked, after: 1, msg: masked });
  expect(logged("text", (log) => log.warn({ error: said, after: 1 }, said))).toMatch(/ warn .*\[masked\].* error=.* after=1\n$/);
});

test("terminal escapes from outside do not get through", () => {
  const said = "a\u001b[2Jb\u009b31mc\u202Ed";
  for (const form of ["text", "json"] as const) {
    expect(logged(form, (log) => log.info({ [said]: said }, said))).toMatch(/^[\u0020-\u007e]*\n$/);
  }
});
