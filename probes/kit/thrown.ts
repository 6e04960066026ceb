/** What was thrown and the first place of the journey in its stack: `TypeError: x is undefined (chat.ts:12)`. */
export function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const message = `${thrown.name}: ${thrown.message}`;
  const place = placesOf(thrown.stack ?? "").find(({ path }) => path !== "/-" && !path.includes("/probes/kit/"));
  return place ? `${message} (${place.path.replace(/^.*\//, "")}:${place.line})` : message;
}

function placesOf(stack: string): { path: string; line: string }[] {
  const matches = stack.matchAll(/(?:file:\/\/|\(|at )(\/[^\s():]+):(\d+):\d+/g);
  return [...matches].map(([, path = "", line = ""]) => ({ path, line }));
}
