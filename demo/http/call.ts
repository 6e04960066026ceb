import type { IncomingHttpHeaders } from "node:http";

/** A request, as endpoints and faults see it. */
export interface Call {
  /** Which of the services behind the front it is for. */
  service: "auth" | "backend";
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Both services are reached by one URL: paths tell them apart. */
export function callOf(method: string, url: string, headers: IncomingHttpHeaders, body = ""): Call {
  const [path = "/", query = ""] = url.split(/\?(.*)/s);
  return {
    service: /^\/auth(\/|$)/.test(path) ? "auth" : "backend",
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    body,
  };
}
