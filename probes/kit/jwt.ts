import encoding from "k6/encoding";

/** A JSON Web Token as its holder can read it. Nothing of it is verified: that is for those who have the key. */
export interface Jwt {
  header: Readonly<Record<string, unknown>>;
  claims: Readonly<Record<string, unknown>>;
}

export type ReadJwt = { jwt: Jwt } | { problem: string };

/** Reads a token, or says why it is no JWT, without showing any of it. */
export function readJwt(token: string): ReadJwt {
  const parts = token.split(".");
  const [header = "", claims = "", signature = ""] = parts;
  if (parts.length !== 3) return { problem: `${parts.length} ${parts.length === 1 ? "part" : "parts"}` };
  const read = { header: objectOf(header), claims: objectOf(claims) };
  if (read.header === null) return { problem: "a header that is no JSON" };
  if (read.claims === null) return { problem: "claims that are no JSON" };
  if (signature === "") return { problem: "no signature" };
  return { jwt: { header: read.header, claims: read.claims } };
}

/** A claim that is a number, such as `exp`; `null`: there is none. */
export function numberClaim({ claims }: Jwt, name: string): number | null {
  const value = claims[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The same token with another signature: well-formed, and worth nothing. Of one without parts all is changed. */
export function spoil(token: string): string {
  const end = token.lastIndexOf(".") + 1;
  return token.slice(0, end) + token.slice(end).replaceAll(/[\w-]/g, otherLetter);
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function otherLetter(letter: string): string {
  return letters[(letters.indexOf(letter) + 32) % letters.length] ?? letter;
}

function objectOf(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(encoding.b64decode(part.replace(/=+$/, ""), "rawurl", "s"));
    return value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
