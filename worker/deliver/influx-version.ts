import type { InfluxSettings } from "../contract/config.ts";

/** Which InfluxDB answers. `version` is its own word for itself; a 1.x from source calls itself `unknown`. */
export type Generation = { kind: "1.x" | "2.x" | "3.x"; version: string } | { kind: "no-influxdb"; reason: string };

/** Asks `/ping`. Never rejects. */
export async function generationOf({ url, timeoutMs }: InfluxSettings, fetch: typeof globalThis.fetch): Promise<Generation> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, "")}/ping`, {
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    const version = response.headers.get("x-influxdb-version");
    if (version === null)
      return { kind: "no-influxdb", reason: `${url}/ping answered ${response.status} without X-Influxdb-Version` };
    return { kind: kindOf(version), version };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "no answer";
    return { kind: "no-influxdb", reason: `${url}/ping: ${cause}` };
  }
}

function kindOf(version: string): "1.x" | "2.x" | "3.x" {
  const [, major] = /^v?(\d+)\./.exec(version) ?? [];
  return major === "2" ? "2.x" : major === undefined || Number(major) < 2 ? "1.x" : "3.x";
}
