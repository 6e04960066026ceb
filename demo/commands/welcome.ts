import { defaultUrl } from "./demo-url.ts";
import { type OwnAccount, describeAccount } from "./own-account.ts";

/** What to know about a demo that has just started. */
export function welcome(url: string, faults: readonly string[], account: OwnAccount): string {
  const isElsewhere = url !== defaultUrl;
  const where = isElsewhere ? ` --url ${url}` : "";
  return `The demo platform is at ${url} (Ctrl-C stops it)

  account    ${describeAccount(account)}
  WebSocket  ${url.replace("http", "ws")}/ws
  faults     ${faults.length > 0 ? faults.join(", ") : "none"}

Break it, in a second terminal:

  npm run demo -- list${where}
  npm run demo -- set backend-503${where}
  npm run demo -- clear${where}
${isElsewhere ? `\nSonde finds it with SONDE_DEMO_URL=${url}\n` : ""}`;
}
