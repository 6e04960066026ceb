import { generate } from "selfsigned";

/** PEM texts. */
export interface Leaf {
  key: string;
  cert: string;
}

export interface Certificates {
  /** The authority's certificate. Its key is forgotten, so nobody can sign with it later. */
  ca: string;
  /** Good for 90 days. */
  valid: Leaf;
  /** Ended three days ago. */
  expired: Leaf;
}

const dayMs = 86_400_000;
const lifetimeDays = 90;
const endedDays = 3;

/** An authority of this demo's own and what it signs, for loopback and `localhost`. `now` is in epoch milliseconds. */
export async function makeCertificates(addresses: readonly string[], now: number): Promise<Certificates> {
  const authority = await generate([{ name: "commonName", value: "Sonde demo authority" }], {
    ...ecdsa,
    ...lasting(now, -lifetimeDays - 2 * endedDays, lifetimeDays),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = (fromDay: number, untilDay: number) => makeLeaf(authority, addresses, lasting(now, fromDay, untilDay));
  const [valid, expired] = await Promise.all([leaf(-endedDays, lifetimeDays), leaf(-lifetimeDays - endedDays, -endedDays)]);
  return { ca: authority.cert, valid, expired };
}

const ecdsa = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

async function makeLeaf(
  authority: { private: string; cert: string },
  addresses: readonly string[],
  lasting: { notBeforeDate: Date; notAfterDate: Date },
): Promise<Leaf> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    ...ecdsa,
    ...lasting,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [{ type: 2, value: "localhost" }, ...addresses.map((ip) => ({ type: 7, ip }) as const)],
      },
    ],
  });
  return { key, cert };
}

/** Days from now. */
function lasting(now: number, fromDay: number, untilDay: number) {
  return { notBeforeDate: new Date(now + fromDay * dayMs), notAfterDate: new Date(now + untilDay * dayMs) };
}
