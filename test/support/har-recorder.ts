/** One request of a recording, as a browser writes it into a HAR. */
export interface HarEntry {
  startedDateTime: string;
  time: number;
  _resourceType?: string;
  request: object;
  response: object;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: { mimeType: string; text: string };
}

/** A browser that asks and records, values and all. */
export interface Recorder {
  ask(url: string, asked?: Asked): Promise<{ headers: Headers; body: unknown }>;
  /** The text of the HAR. */
  har(): string;
}

const pairs = (headers: Iterable<[string, string]>) => [...headers].map(([name, value]) => ({ name, value }));

export function createRecorder(): Recorder {
  const entries: HarEntry[] = [];
  return {
    async ask(url, { method = "GET", headers = {}, body } = {}) {
      const startedDateTime = new Date(Date.now() + entries.length).toISOString();
      const sent = {
        ...headers,
        ...(body && { "Content-Type": body.mimeType }),
        "User-Agent": "Browser/1",
        Referer: `${url}?from`,
      };
      const answer = await fetch(url, { method, headers: sent, ...(body && { body: body.text }) });
      const text = await answer.text();
      entries.push({
        startedDateTime,
        time: 12.5,
        _resourceType: "fetch",
        request: {
          method,
          url,
          httpVersion: "HTTP/1.1",
          headers: pairs(Object.entries(sent)),
          queryString: pairs(new URL(url).searchParams),
          cookies: [],
          headersSize: -1,
          bodySize: body?.text.length ?? 0,
          ...(body && { postData: body }),
        },
        response: {
          status: answer.status,
          statusText: answer.statusText,
          httpVersion: "HTTP/1.1",
          headers: pairs(answer.headers),
          cookies: [],
          redirectURL: "",
          headersSize: -1,
          bodySize: text.length,
          content: { size: text.length, mimeType: answer.headers.get("content-type") ?? "", text },
        },
      });
      return { headers: answer.headers, body: JSON.parse(text || "null") as unknown };
    },
    har: () => JSON.stringify({ log: { version: "1.2", creator: { name: "test", version: "1" }, pages: [], entries } }),
  };
}
