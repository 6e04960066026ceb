/** Epoch milliseconds as people say them: `04:00 UTC`, with seconds that are not 0, and with the date when it is not that of `nowMs`. */
export function utcTime(ms: number, nowMs: number): string {
  const [day = "", time = ""] = new Date(ms).toISOString().split("T");
  const isToday = new Date(nowMs).toISOString().startsWith(day);
  return `${isToday ? "" : `${day} `}${time.slice(0, 8).replace(/:00$/, "")} UTC`;
}
