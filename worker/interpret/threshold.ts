import type { Sample } from "./output-line.ts";

/** Tells which thresholds never saw a sample: k6 reports those as kept. */
export interface ThresholdWatch {
  see(sample: Pick<Sample, "metric" | "tags">): void;
  withoutSamples(): string[];
}

/** Takes selectors as in `options.thresholds`: `http_req_duration`, `http_req_duration{step:chat, status:200}`. */
export function watchThresholds(selectors: readonly string[]): ThresholdWatch {
  const waiting = new Map(selectors.map((selector) => [selector, parseSelector(selector)]));
  return {
    see(sample) {
      if (waiting.size === 0) return;
      for (const [selector, { metric, tags }] of waiting) {
        const matches = metric === sample.metric && tags.every(([name, value]) => sample.tags[name] === value);
        if (matches) waiting.delete(selector);
      }
    },
    withoutSamples: () => [...waiting.keys()],
  };
}

function parseSelector(selector: string): { metric: string; tags: [string, string][] } {
  const [, metric = selector, inner = ""] = /^([^{]+)\{(.*)\}$/.exec(selector) ?? [];
  const tags = inner
    .split(",")
    .filter((pair) => pair.includes(":"))
    .map((pair): [string, string] => {
      const at = pair.indexOf(":");
      return [unquote(pair.slice(0, at)), unquote(pair.slice(at + 1))];
    });
  return { metric, tags };
}

function unquote(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}
