import { BlockList, isIP } from "node:net";
import type { TargetUrls } from "../contract/config.ts";

/** This machine and what only a machine inside the cloud may see: a redirect must not lead a probe there. */
const guarded = [
  "127.0.0.0/8",
  "::1/128",
  "0.0.0.0/8",
  // Connecting to it is connecting to this machine.
  "::/128",
  "169.254.0.0/16",
  "fe80::/10",
  // Metadata of AWS, Google Cloud, Alibaba Cloud and Oracle Cloud that is not link-local.
  "fd00:ec2::254/128",
  "fd20:ce::254/128",
  "100.100.100.200/32",
  "192.0.0.192/32",
] as const;

/**
 * Ranges that no request of a target's journeys may reach: the guarded ones, but not where its own URLs or the proxies on the way are
 * (`http://127.0.0.1:3128`, `127.0.0.1:3128`), nor what is allowed.
 */
export function blockedRanges(urls: TargetUrls, proxies: readonly string[], allowed: readonly string[]): string[] {
  const own = [...Object.values(urls), ...proxies].map(hostOf);
  return guarded.filter((range) => !allowed.includes(range) && !own.some((host) => contains(range, host)));
}

export { guarded as guardedRanges };

function hostOf(address: string): string {
  const url = /^\w+:\/\//.test(address) ? address : `http://${address}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : "";
}

export const proxyVariables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] as const;

function contains(range: string, host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) return range === "127.0.0.0/8" || range === "::1/128";
  const [network = "", prefix = ""] = range.split("/");
  if (isIP(host) === 0 || isIP(host) !== isIP(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), isIP(network) === 6 ? "ipv6" : "ipv4");
  return list.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
}
