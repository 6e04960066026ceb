import type { RecordedRequest } from "./read-recording.ts";

export interface Choice {
  /** Names, or names with ports; empty: the host of the first request that is no static file. */
  hosts: readonly string[];
  /** Take static files as well. */
  assets: boolean;
}

export interface Chosen {
  requests: RecordedRequest[];
  /** Why requests were left out, in a few words, to how many. */
  leftOut: Map<string, number>;
}

const staticResources = new Set(["image", "font", "stylesheet", "script", "media", "manifest", "texttrack"]);
const staticTypes = /^(?:image|font|audio|video)\/|^text\/(?:css|javascript)|javascript|font|wasm|manifest\+json/i;
const staticEndings = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|m?js|map|woff2?|ttf|otf|eot|mp[34]|webm|wasm|webmanifest)$/i;

/** The requests that become steps, and why the others do not. */
export function chooseRequests(recorded: readonly RecordedRequest[], { hosts, assets }: Choice): Chosen {
  const requests: RecordedRequest[] = [];
  const leftOut = new Map<string, number>();
  const wanted = hosts.length > 0 ? hosts : mainHosts(recorded);
  for (const request of recorded) {
    const reason = reasonAgainst(request, wanted, assets);
    if (reason === null) requests.push(request);
    else leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  }
  return { requests, leftOut };
}

function mainHosts(recorded: readonly RecordedRequest[]): string[] {
  const main = recorded.find((request) => !isSocket(request) && !isStatic(request));
  return main ? [main.url.host] : [];
}

function reasonAgainst(request: RecordedRequest, hosts: readonly string[], assets: boolean): string | null {
  const { url, method, status, headers } = request;
  if (!hosts.some((host) => host === url.host || host === url.hostname)) return `to ${url.host} (--host ${url.host} takes them)`;
  if (isSocket(request)) return "WebSocket, to be written by hand with s.socket(url)";
  if (!assets && isStatic(request)) return "static file (--assets takes them)";
  if (method === "OPTIONS" && headers.some(({ name }) => name.toLowerCase() === "access-control-request-method"))
    return "a browser's question whether it may ask (CORS)";
  if (status === 0) return "without an answer";
  if (status >= 400) return "answered with an error";
  return null;
}

function isSocket({ url, status, resource }: RecordedRequest): boolean {
  return url.protocol.startsWith("ws") || status === 101 || resource === "websocket";
}

function isStatic({ url, answer, resource }: RecordedRequest): boolean {
  if (staticResources.has(resource)) return true;
  return staticTypes.test(answer.mimeType) || staticEndings.test(url.pathname);
}
