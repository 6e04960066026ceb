/** What was thrown and the first place of the script in its stack: `x is undefined (chat.ts:12)`. */
export function describeThrown(thrown: unknown): string {
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const place = /file:\/\/(?:\S*\/)?([^\s/]+?):(\d+):\d+/.exec((thrown instanceof Error && thrown.stack) || "");
  return place && place[1] !== "-" ? `${message} (${place[1]}:${place[2]})` : message;
}
