import { maskShapes } from "../kit/secret-shapes.ts";

const words = new Set(
  "password passwd passphrase passcode pass pwd secret token jwt apikey credential credentials session sessionid sid cookie authorization auth csrf xsrf bearer signature sig otp pin totp assertion".split(
    " ",
  ),
);
const endings = /(?:password|passwd|passphrase|secret|token|apikey|sessionid|jwt|pwd)$/;
/** With `key`, as in `api_key`; alone, a key is nothing secret. */
const keyOwners = new Set("api access private secret auth subscription client functions".split(" "));
/** What a word at the end makes of it: `token_type`, `session_count`. */
const harmless = new Set(
  "type name length count limit policy expires expiry expiration in at ttl strength visible enabled required hint url uri".split(
    " ",
  ),
);
/** Of OAuth and the like: secret in an address or a form, ordinary words in JSON. */
const protocolWords = new Set("code state nonce verifier ticket key".split(" "));
const accountNames = new Set("email mail username user login userid account identifier".split(" "));
const constants = new Set(["", "true", "false", "null", "undefined"]);

/** Whether what is called so is a credential: `password`, `accessToken`, `X-Api-Key`, `session_id`. */
export function isCredentialName(name: string): boolean {
  const parts = partsOf(name);
  const last = parts.at(-1) ?? "";
  if (harmless.has(last)) return false;
  if (last === "key") return keyOwners.has(parts.at(-2) ?? "");
  return parts.some((part) => words.has(part)) || endings.test(parts.join(""));
}

/** The same for a parameter of an address or a field of a form, whose values are texts: `code` and `state` count, when long. */
export function isCredentialParameter(name: string, value: string): boolean {
  return isCredentialName(name) || (protocolWords.has(name.toLowerCase()) && value.length >= 8);
}

/** Whether it is what an account is found by, beside its password. */
export function isAccountName(name: string): boolean {
  return accountNames.has(partsOf(name).join(""));
}

export function isPasswordName(name: string): boolean {
  return /pass(?:word|wd|phrase|code)?$|pwd$/.test(partsOf(name).join(""));
}

/** A value that is nothing to hide, whatever it is called. */
export function isConstant(value: string): boolean {
  return constants.has(value.trim().toLowerCase());
}

/** Whether a text holds what looks like a credential: a JWT, `token=…`, `Bearer …`. */
export function hasCredentialShape(text: string): boolean {
  return maskShapes(text) !== text;
}

function partsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== "");
}
