import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export interface Tokens {
  /** Seconds that a token is good for. */
  lifetimeS: number;
  /** A JWT for this user as the auth service makes it, signed with HS256. */
  issue(user: { id: string; email: string }): string;
  /** Whether a service takes this token. Never throws. */
  verify(token: string, by: Verifier): Verified;
  /** From now on the auth service signs and verifies like this; `{}` is as it should be. Tokens that are out stay as they are. */
  setIssuer(issuer: Partial<Issuer>): void;
}

/** The auth service verifies with its own key and clock, the backend with the right ones. */
export type Verifier = "auth" | "backend";

export type Verified = { kind: "valid"; userId: string; expiresMs: number } | { kind: "refused"; because: string };

/** Of the auth service. */
export interface Issuer {
  key: "current" | "yesterday";
  clockAheadMs: number;
}

const asItShouldBe: Issuer = { key: "current", clockAheadMs: 0 };
const iss = "https://auth.demo.example";
const aud = "demo-platform";
/** Clocks of two machines never agree to the second. */
const leewayMs = 30_000;

const headerSchema = z.object({ alg: z.literal("HS256"), typ: z.literal("JWT").optional() });
const claimsSchema = z.object({
  iss: z.literal(iss),
  aud: z.literal(aud),
  sub: z.string(),
  iat: z.number(),
  nbf: z.number(),
  exp: z.number(),
});

/** The keys are made here and nowhere kept: a token dies with the process that issued it. `now` is in epoch milliseconds. */
export function createTokens(now: () => number = () => Date.now(), lifetimeS = 900): Tokens {
  const keys = { current: randomBytes(32), yesterday: randomBytes(32) };
  let issuer = asItShouldBe;
  return {
    lifetimeS,
    issue({ id, email }) {
      const issuedS = Math.floor((now() + issuer.clockAheadMs) / 1_000);
      const times = { iat: issuedS, nbf: issuedS, exp: issuedS + lifetimeS };
      const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ iss, aud, sub: id, email, ...times, jti: randomUUID() })}`;
      return `${signed}.${signature(signed, keys[issuer.key])}`;
    },
    verify(token, by) {
      const { key, clockAheadMs } = by === "auth" ? issuer : asItShouldBe;
      return verified(token, keys[key], now() + clockAheadMs);
    },
    setIssuer: (changed) => void (issuer = { ...asItShouldBe, ...changed }),
  };
}

function verified(token: string, key: Buffer, nowMs: number): Verified {
  const [header = "", claims = "", given = "", ...more] = token.split(".");
  if (more.length > 0 || !headerSchema.safeParse(decode(header)).success) return refused("Invalid token");
  if (!isSame(given, signature(`${header}.${claims}`, key))) return refused("Invalid token: signature verification failed");
  const parsed = claimsSchema.safeParse(decode(claims));
  if (!parsed.success) return refused("Invalid token: claims are missing or for somebody else");
  const { sub, iat, nbf, exp } = parsed.data;
  if (Math.max(iat, nbf) * 1_000 > nowMs + leewayMs) return refused("Token used before issued");
  if (exp * 1_000 <= nowMs) return refused("Token has expired");
  return { kind: "valid", userId: sub, expiresMs: exp * 1_000 };
}

function refused(because: string): Verified {
  return { kind: "refused", because };
}

function signature(text: string, key: Buffer): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
