/** `name="value"` for an XML element. */
export function attribute(name: string, value: string): string {
  return `${name}="${escapeXml(value)}"`;
}

/** XML 1.0 has no way to write most control characters, so they become replacement characters. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
