export interface SentRequest {
  method: string;
  url: string;
  body: string | null;
  params: {
    headers: Record<string, string>;
    tags: Record<string, string>;
    timeout: string;
    redirects: number;
  };
}

/** The parts of a k6 response that the kit reads. */
export interface StubResponse {
  status: number;
  body: string | null;
  headers: Record<string, string>;
  error: string;
  error_code: number;
  remote_ip: string;
  timings: { blocked: number; sending: number; waiting: number; receiving: number; duration: number };
}

let answer: (request: SentRequest) => StubResponse = () => refused;
let sent: SentRequest[] = [];

const base = {
  error: "",
  error_code: 0,
  remote_ip: "127.0.0.1",
  timings: { blocked: 0, sending: 1, waiting: 12, receiving: 2, duration: 15 },
};

export const refused: StubResponse = {
  ...base,
  status: 0,
  body: null,
  headers: {},
  error: "dial: connection refused",
  error_code: 1212,
  remote_ip: "",
};

export const unanswered: StubResponse = { ...refused, error: "request timeout", error_code: 1050, remote_ip: "127.0.0.1" };

/** A body that ended in its middle, as k6 gives it: no status, no headers, and what had come. */
export function cutOff(body: string, error = "unexpected EOF"): StubResponse {
  return { ...base, status: 0, body, headers: {}, error, error_code: error.includes("reset") ? 1_220 : 1_000 };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): StubResponse {
  return { ...base, status, body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } };
}

export function html(status: number, body: string): StubResponse {
  return { ...base, status, body, headers: { "Content-Type": "text/html" } };
}

export function plain(status: number, body: string): StubResponse {
  return { ...base, status, body, headers: { "Content-Type": "text/plain" } };
}

/** Lets `respond` answer every request from now on. */
export function respondWith(respond: (request: SentRequest) => StubResponse): void {
  answer = respond;
  sent = [];
}

export function sentRequests(): readonly SentRequest[] {
  return sent;
}

function request(method: string, url: string, body: string | null, params: SentRequest["params"]): StubResponse {
  const made = { method, url, body, params };
  sent.push(made);
  return answer(made);
}

const http = {
  request,
  asyncRequest: (...given: Parameters<typeof request>) => Promise.resolve(request(...given)),
};

export default http;
