const hidden = "[hidden]";
const secretKey = /^(authorization|cookie|password|token|access_token|secret)$/i;
const jwt = /\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g;
const inQuery = /([?&](?:access_)?token=)[^&\s"']+/gi;
const bearer = /\b(bearer )\S+/gi;

/** For `JSON.stringify`: nothing that opens an account gets into a log, by whatever way it came there. */
export function masked(key: string, value: unknown): unknown {
  if (secretKey.test(key)) return hidden;
  if (typeof value !== "string") return value;
  return value.replaceAll(inQuery, `$1${hidden}`).replaceAll(jwt, hidden).replaceAll(bearer, `$1${hidden}`);
}
