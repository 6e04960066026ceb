import type { LoadError } from "../../contract/load.ts";

/** What was seen when an error of this kind came first, on one line: `GET /api/dashboard answered 503: upstream connect error`. */
export function evidenceLine({ cause, example, evidence }: LoadError): string {
  if (!evidence) return example === cause ? "" : example;
  const { request, status, upgradeStatus, socketError, closeCode, closeReason, body, messages } = evidence;
  const answered = status === undefined ? null : `answered ${status === 0 ? "nothing" : status}`;
  const closed = closeCode === undefined ? null : `closed with ${closeCode}${closeReason ? ` ${closeReason}` : ""}`;
  const facts = [
    [request, answered].filter(Boolean).join(" "),
    upgradeStatus === undefined ? "" : `upgrade answered ${upgradeStatus}`,
    socketError ?? "",
    closed ?? "",
    body ?? messages?.at(-1) ?? "",
  ].filter((fact) => fact !== "");
  return facts.length === 0 ? example : facts.join(": ");
}
