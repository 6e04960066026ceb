import crypto from "k6/crypto";
import exec from "k6/execution";
import type { Leftover } from "../../worker/contract/markers.ts";
import type { Credentials } from "../clients/auth.ts";
import type { JourneyContext } from "../kit/journey.ts";

export interface ThrowAwayUser extends Credentials {
  displayName: string;
  /** The sign-up was refused, or reached nobody: there is no account. */
  neverMade: boolean;
  /** The sign-up was not answered: the account may come to be later, too. */
  mayAppear: boolean;
}

/** Before the @, by RFC 5321. */
const longestLocalPart = 64;
/** Fewer digits of a run's id could occur twice. */
const fewestDigits = 12;

/**
 * A user that nobody else has, on record before it exists: whatever ends the run, `sonde cleanup` can sign in as it and remove it,
 * because its password follows from its address and the secret `password`.
 */
export async function throwAwayUser({
  secret,
  runId,
  created,
}: Pick<JourneyContext<never>, "secret" | "runId" | "created">): Promise<ThrowAwayUser> {
  const { idInTest, iterationInInstance } = exec.vu;
  const email = throwAwayAddress(await secret("email"), runId, `-${idInTest}-${iterationInInstance}`);
  await created(accountOf(email));
  return {
    email,
    password: throwAwayPassword(await secret("password"), email),
    displayName: "Sonde",
    neverMade: false,
    mayAppear: false,
  };
}

export function accountOf(email: string): Leftover {
  return { kind: "account", name: email };
}

/** `probe+sonde-<run>-1-0@example.com`: the mail of a throw-away user reaches the probe's own mailbox. Throws without room for it. */
export function throwAwayAddress(own: string, runId: string, serial: string): string {
  const [, local = "", host = ""] = /^([^@]+)@([^@]+)$/.exec(own) ?? [];
  if (host === "")
    throw new Error('The secret "email" holds no e-mail address, and throw-away users need one to build theirs on.');
  const digits = runId.replaceAll(/[^0-9a-z]/gi, "");
  const room = longestLocalPart - `${local}+sonde-${serial}`.length;
  if (room < Math.min(fewestDigits, digits.length)) {
    throw new Error(
      `The part before the @ of the secret "email" has ${local.length} characters, and ${longestLocalPart} have to hold "+sonde-" and an id as well: use a shorter address.`,
    );
  }
  // The end of a UUIDv7 is random, its beginning is the time.
  return `${local}+sonde-${digits.slice(-room)}${serial}@${host}`;
}

/** 36 characters with an upper and a lower letter, a digit and a symbol. */
export function throwAwayPassword(ownPassword: string, email: string): string {
  return `Sd1!${crypto.hmac("sha256", ownPassword, email, "base64rawurl").slice(0, 32)}`;
}
