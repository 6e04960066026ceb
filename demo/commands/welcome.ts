import type { Demo } from "../server.ts";
import { demoCommand, sondeCommand } from "./command-line.ts";
import { defaultUrl } from "./demo-url.ts";
import { type OwnAccount, describeAccount } from "./own-account.ts";

/** What to know about a demo that has just started. */
export function welcome(demo: Pick<Demo, "url" | "tlsUrl" | "caFile" | "faults">, account: OwnAccount, logFile?: string): string {
  const { url } = demo;
  const isElsewhere = url !== defaultUrl;
  const where = isElsewhere ? ` --url ${url}` : "";
  const faults = demo.faults();
  return `The demo platform is at ${url} (Ctrl-C stops it)

  account    ${describeAccount(account)}
  WebSocket  ${url.replace("http", "ws")}/ws
  faults     ${faults.length > 0 ? faults.join(", ") : "none"}
  log        ${logFile ?? "none"}
${tls(demo)}
Break it, in a second terminal:

  ${demoCommand("list")}${where}
  ${demoCommand("set backend-503")}${where}
  ${demoCommand("scenario iteration-3")}${where}
  ${demoCommand("idle")}${where}
  ${demoCommand("clear")}${where}
${isElsewhere ? `\nSonde finds it with SONDE_DEMO_URL=${url}\n` : ""}`;
}

/** k6 trusts the certificate by one variable, the worker and other programs of Node by the other. */
function tls({ tlsUrl, caFile }: Pick<Demo, "tlsUrl" | "caFile">): string {
  if (tlsUrl === null) return "";
  return `  TLS        ${tlsUrl}

Whoever uses TLS has to trust its certificate; for Sonde in a second terminal:

  export SONDE_DEMO_URL=${tlsUrl} SSL_CERT_FILE=${caFile} NODE_EXTRA_CA_CERTS=${caFile}
  ${sondeCommand} once
`;
}
