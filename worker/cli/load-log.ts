import { parseLog } from "../interpret/log-line.ts";
import type { Redactor } from "../kit/redact.ts";

/** What k6 logged during a load run, within bounds however much it was. */
export interface LoadLog {
  line(text: string): void;
  /** Selectors of thresholds that k6 called crossed. */
  crossed(): string[];
  /** Different errors, the commonest first; masked. */
  errors(): { message: string; count: number }[];
}

const mostErrors = 20;
/** k6 calls it an error that it was told to stop. */
const ourSignal = "aborted because k6 received a 'interrupt' signal";

export function createLoadLog(redactor: Pick<Redactor, "text">): LoadLog {
  const crossed = new Set<string>();
  const errors = new Map<string, number>();
  return {
    line(text) {
      if (text.trim() === "") return;
      const { line, meaning } = parseLog(text);
      if (meaning.kind === "thresholds") for (const metric of meaning.metrics) crossed.add(metric);
      else if (meaning.kind !== "note" && !line.message.includes(ourSignal)) {
        const said = "text" in meaning ? meaning.text : line.message;
        if (errors.has(said) || errors.size < mostErrors) errors.set(said, (errors.get(said) ?? 0) + 1);
      }
    },
    crossed: () => [...crossed],
    errors: () =>
      [...errors].map(([message, count]) => ({ message: redactor.text(message), count })).sort((a, b) => b.count - a.count),
  };
}
