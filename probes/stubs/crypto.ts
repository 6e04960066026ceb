// oxlint-disable-next-line no-restricted-imports -- a stub runs in Node.
import { createHmac } from "node:crypto";

const encodings = { hex: "hex", base64: "base64", base64rawurl: "base64url" } as const;

const crypto = {
  hmac: (algorithm: string, secret: string, input: string, encoding: keyof typeof encodings): string =>
    createHmac(algorithm, secret).update(input).digest(encodings[encoding]),
};

export default crypto;
