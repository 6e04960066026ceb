import type { Contact } from "../contract/contact.ts";
import { formatDuration } from "../kit/duration.ts";

/** Less is what a `date` header of whole seconds cannot tell from none. */
const noticeableOffsetMs = 2_000;

/** What shows that a run talked to its target: `5 answers from 10.0.0.7, server nginx, trace echoed 4 of 5`. */
export function contactLine({ answers, remoteAddresses, headers, traceEchoes }: Contact): string {
  if (answers === 0) return "no answer came over the network";
  const { server, via } = headers;
  return [
    `${answers} ${answers === 1 ? "answer" : "answers"}${remoteAddresses.length > 0 ? ` from ${remoteAddresses.join(", ")}` : ""}`,
    ...(server === undefined ? [] : [`server ${server}`]),
    ...(via === undefined ? [] : [`via ${via}`]),
    `trace echoed ${traceEchoes} of ${answers}`,
  ].join(", ");
}

/** `the target's is 3.0 s ahead of ours`; `null`: it is not known, or as good as ours. */
export function clockLine({ clockOffsetMs }: Contact): string | null {
  if (clockOffsetMs === null || Math.abs(clockOffsetMs) <= noticeableOffsetMs) return null;
  return `the target's is ${formatDuration(Math.abs(clockOffsetMs))} ${clockOffsetMs > 0 ? "ahead of" : "behind"} ours`;
}
