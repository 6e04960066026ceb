import { randomBytes } from "node:crypto";

/** Values that nobody may show: sixteen hexadecimal digits each, which tell where it was planted wherever it turns up. */
export interface Canaries {
  /** Sixteen digits for a place; the same every time. */
  core: (place: string) => string;
  /** A JWT whose payload and signature are the place's. */
  jwt: (place: string) => string;
  /** Which canaries are in what somebody could read, and what is around them. */
  leaksIn(where: string, bytes: Buffer | string): string[];
}

export function createCanaries(): Canaries {
  const cores = new Map<string, string>();
  const canaries: Canaries = {
    core(place) {
      const core = cores.get(place) ?? randomBytes(8).toString("hex");
      cores.set(place, core);
      return core;
    },
    jwt(place) {
      const core = canaries.core(place);
      return `${jwtPart({ alg: "HS256", typ: "JWT" })}.${jwtPart({ sub: "u-1", jti: core })}.${core}${core}`;
    },
    leaksIn(where, given) {
      const bytes = typeof given === "string" ? Buffer.from(given) : given;
      return [...cores].flatMap(([place, core]) => {
        const found = needlesOf(core).flatMap((needle) => (bytes.includes(needle) ? [bytes.indexOf(needle)] : []));
        const [at] = found;
        return at === undefined ? [] : [`${place} in ${where}: ${around(bytes, at)}`];
      });
    },
  };
  return canaries;
}

function jwtPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Either half of it, and what it looks like in base64 wherever it stands. */
function needlesOf(core: string): string[] {
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.from("?".repeat(before) + core).toString("base64");
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + core.length) * 8) / 6));
  });
  return [core.slice(0, 8), core.slice(8), ...base64];
}

function around(bytes: Buffer, at: number): string {
  return JSON.stringify(bytes.subarray(Math.max(0, at - 120), at + 60).toString());
}
