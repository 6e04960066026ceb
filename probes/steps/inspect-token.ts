import type { StepContext } from "../kit/context.ts";
import type { Seen } from "../kit/expect.ts";
import { type Jwt, type ReadJwt, numberClaim, readJwt } from "../kit/jwt.ts";
import { show, showSpan } from "../kit/show.ts";
import type { Session } from "./sign-in.ts";

const clockToleranceMs = 60_000;

/** Reads the token that the sign-in gave: its form, for whom and how long it is good, and what it tells of the target's clock. */
export function inspectTokenStep(session: Session | undefined) {
  return (s: StepContext): void => {
    const signedIn = s.need(session);
    const read = readJwt(signedIn.token);
    s.require(read, { "the token has three parts": hasThreeParts });
    if (!("jwt" in read)) return;
    const { jwt } = read;
    const expiresS = numberClaim(jwt, "exp");
    if (expiresS !== null) s.measure("token_expires_in_s", expiresS - signedIn.signedInAtMs / 1_000);
    const offsetMs = signedIn.clockOffsetMs ?? issueOffsetMs(jwt, signedIn);
    if (offsetMs !== null) s.measure("clock_offset_ms", offsetMs);
    s.check(jwt, {
      "the token is signed": isSigned,
      "the token expires in the future": expiresLater(signedIn),
      "the token is for the user who signed in": isForUser(signedIn),
      "the target's clock agrees with ours": clockAgrees(signedIn),
    });
  };
}

function hasThreeParts(read: ReadJwt): Seen {
  return { passed: "jwt" in read, observed: `token (has ${"problem" in read ? read.problem : ""}) is a JWT of three parts` };
}

/** RFC 8725, section 3.2: a token that says "none" can be made by anybody. */
function isSigned({ header }: Jwt): Seen {
  const { alg } = header;
  const passed = typeof alg === "string" && alg !== "" && alg.toLowerCase() !== "none";
  return { passed, observed: `the token's alg (${show(alg)}) names a signature` };
}

function expiresLater({ signedInAtMs }: Session): (jwt: Jwt) => Seen {
  return (jwt) => {
    const expiresS = numberClaim(jwt, "exp");
    const leftMs = (expiresS ?? 0) * 1_000 - signedInAtMs;
    const seen = expiresS === null ? show(jwt.claims["exp"]) : leftMs > 0 ? `in ${showSpan(leftMs)}` : `${showSpan(leftMs)} ago`;
    return { passed: expiresS !== null && leftMs > 0, observed: `the token's exp (${seen}) is in the future` };
  };
}

/** Claims that the token does not make are not held against it, as long as it names its user at all. */
function isForUser({ userId, email }: Session): (jwt: Jwt) => Seen {
  return ({ claims }) => {
    const [idName, id] = claims["sub"] === undefined ? ["user_id", claims["user_id"]] : ["sub", claims["sub"]];
    const isNamed = typeof id === "number" || (typeof id === "string" && id !== "");
    if (!isNamed || ![userId ?? String(id), email].includes(String(id))) {
      return {
        passed: false,
        observed: `the token's ${idName} (${show(id)}) is ${userId === null ? "a user's id" : show(userId)}`,
      };
    }
    const address = claims["email"] ?? email;
    return { passed: address === email, observed: `the token's email (${show(address)}) is ${show(email)}` };
  };
}

/** By the answer's `date`, and by when the token says that it was issued. */
function clockAgrees(signedIn: Session): (jwt: Jwt) => Seen {
  return (jwt) => {
    const offsets = { date: signedIn.clockOffsetMs, iat: issueOffsetMs(jwt, signedIn) };
    const off = Object.entries(offsets).filter(([, ms]) => ms !== null && Math.abs(ms) > clockToleranceMs);
    const seen = off.map(([name, ms]) => `${showSpan(ms ?? 0)} ${(ms ?? 0) > 0 ? "ahead" : "behind"} by ${name}`);
    return { passed: off.length === 0, observed: `the target's clock (${seen.join(", ")}) is within 1 m of ours` };
  };
}

/** `iat` is whole seconds, like a `date`. */
function issueOffsetMs(jwt: Jwt, { signedInAtMs }: Session): number | null {
  const issuedS = numberClaim(jwt, "iat");
  return issuedS === null ? null : Math.round(issuedS * 1_000 + 500 - signedInAtMs);
}
