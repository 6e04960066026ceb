import { expect, test } from "vitest";
import { createAccounts } from "./accounts.ts";

const own = { email: "own@demo.example", password: "own password", displayName: "Own" };
const guest = (nth: number) => ({ email: `guest-${nth}@demo.example`, password: "guest password", displayName: "Guest" });

test("throw-away accounts push out the oldest of their kind, never the own one", () => {
  const accounts = createAccounts(own, 3);
  const guests = [1, 2, 3, 4, 5].map((nth) => accounts.signUp(guest(nth)));
  expect(guests.map((account) => accounts.find(account?.id ?? "") !== null)).toEqual([false, false, true, true, true]);
  expect(accounts.signIn(own.email, own.password)?.email).toBe(own.email);
  expect(accounts.signIn(guest(1).email, guest(1).password)).toBeNull();
});

test("an address that was pushed out, or removed, is free again", () => {
  const accounts = createAccounts(own, 1);
  for (const nth of [1, 2]) accounts.signUp(guest(nth));
  expect(accounts.signUp(guest(1))).not.toBeNull();
  accounts.remove(accounts.signIn(guest(1).email, guest(1).password)?.id ?? "");
  expect(accounts.signUp(guest(1))).not.toBeNull();
});

test("the bound holds also when the own account is gone", () => {
  const accounts = createAccounts(own, 2);
  accounts.remove(accounts.signIn(own.email, own.password)?.id ?? "");
  const guests = [1, 2, 3, 4].map((nth) => accounts.signUp(guest(nth)));
  expect(guests.filter((account) => accounts.find(account?.id ?? "")).length).toBe(2);
});
