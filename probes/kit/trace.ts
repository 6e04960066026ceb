/** A W3C `traceparent` with a fresh span id: the backend's logs of one request can be found by it. */
export function traceparent(traceId: string): string {
  return `00-${traceId}-${spanId()}-01`;
}

function spanId(): string {
  const digits = Array.from({ length: 16 }, () => Math.floor(Math.random() * 16).toString(16)).join("");
  return /^0+$/.test(digits) ? "0000000000000001" : digits;
}
