/** W3C Trace Context, section 3.2.2: later versions than 00 may have more after the flags. */
const form =
  /^(?:00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}|(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?)$/;

/** The trace id of a `traceparent` header; `null` when there is none or it is invalid. */
export function traceIdOf(traceparent: unknown): string | null {
  if (typeof traceparent !== "string") return null;
  const [, id0, span0, idLater, spanLater] = form.exec(traceparent) ?? [];
  const [id, span] = [id0 ?? idLater, span0 ?? spanLater];
  return id === undefined || span === undefined || /^0+$/.test(id) || /^0+$/.test(span) ? null : id;
}
