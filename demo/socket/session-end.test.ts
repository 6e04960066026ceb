import { expect, test } from "vitest";
import { createAccounts } from "../platform/accounts.ts";
import { sessionEnd } from "./session-end.ts";

const nowMs = 1_700_000_000_000;

function begin() {
  const accounts = createAccounts({ email: "own@demo.example", password: "p", displayName: "Own" });
  const account = accounts.signUp({ email: "new@demo.example", password: "p", displayName: "New" });
  if (!account) throw new Error("taken");
  return { accounts, account };
}

test.each([
  ["goes on while its token is good", 1, null],
  ["ends with its token", 0, "token expired"],
  ["is over when its token has been for a while", -60_000, "token expired"],
])("a session %s", (_name, leftMs, end) => {
  const { accounts, account } = begin();
  expect(sessionEnd({ account, expiresMs: nowMs + leftMs }, { accounts }, nowMs)).toBe(end);
});

test("a session ends with its account, also when another has the address by then", () => {
  const { accounts, account } = begin();
  accounts.remove(account.id);
  accounts.signUp({ email: account.email, password: "p", displayName: "Next" });
  expect(sessionEnd({ account, expiresMs: nowMs + 60_000 }, { accounts }, nowMs)).toBe("account removed");
});
