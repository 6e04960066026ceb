import { type Report, show } from "./report.ts";

/**
 * An absolute URL without a trailing slash, or `null` after saying what is wrong with it. Credentials in it are refused: URLs are
 * shown, logged and stored.
 */
export function baseUrl(text: string, protocols: readonly string[], path: string, report: Report): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const expected = `a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`;
  if (!url || !protocols.includes(url.protocol)) {
    report({ path, found: show(text.replace(/\/\/[^/]*@/, "//…@")), expected });
    return null;
  }
  if (url.username !== "" || url.password !== "") {
    report({ path, found: `a URL with credentials for ${url.host}`, expected: `${expected}, without a user and password in it` });
    return null;
  }
  if (url.search !== "" || url.hash !== "") {
    report({ path, found: show(`${url.origin}${url.pathname}…`), expected: `${expected}, without a query` });
    return null;
  }
  return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, "");
}

/** The backend's host, `ws` for `http` and `wss` for `https`, path `/ws`. */
export function socketUrl(api: string): string {
  return `${api.replace(/^http/, "ws")}/ws`;
}
