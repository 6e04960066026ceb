import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export interface Tokens {
  /** Seconds that a token is good for. */
  lifetimeS: number;
  /** A JWT for this user, signed with HS256. */
  issue(user: { id: string; email: string }): string;
  /** Whom a token is for; `null` when it is malformed, not ours, or expired. */
  userIdOf(token: string): string | null;
}

const headerSchema = z.object({ alg: z.literal("HS256"), typ: z.literal("JWT").optional() });
const claimsSchema = z.object({ sub: z.string(), exp: z.number() });

/** The key is made here and nowhere kept: a token dies with the process that issued it. `now` is in epoch milliseconds. */
export function createTokens(now: () => number = Date.now, lifetimeS = 900): Tokens {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    lifetimeS,
    issue({ id, email }) {
      const issuedS = Math.floor(now() / 1_000);
      const claims = { sub: id, email, iat: issuedS, exp: issuedS + lifetimeS, jti: randomUUID() };
      const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
      return `${signed}.${sign(signed)}`;
    },
    userIdOf(token) {
      const [header = "", claims = "", signature = "", ...more] = token.split(".");
      if (more.length > 0 || !isSame(signature, sign(`${header}.${claims}`))) return null;
      const parsed = claimsSchema.safeParse(decode(claims));
      if (!headerSchema.safeParse(decode(header)).success || !parsed.success) return null;
      return parsed.data.exp * 1_000 > now() ? parsed.data.sub : null;
    },
  };
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
