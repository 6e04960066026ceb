import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface FakeCertificate {
  key: string;
  cert: string;
}

const command = "openssl";

export const hasOpenssl = spawnSync(command, ["version"]).status === 0;

/** A self-signed certificate for `name` that starts now, made by the `openssl` command, for tests. */
export function fakeCertificate(name: string, days: number): FakeCertificate {
  const folder = mkdtempSync(join(tmpdir(), "sonde-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const form = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const made = spawnSync("openssl", [
    "req",
    ...form,
    "-subj",
    `/CN=${name}`,
    "-days",
    String(days),
    "-keyout",
    key,
    "-out",
    cert,
  ]);
  try {
    if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr.toString()}`);
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
