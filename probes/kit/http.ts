import http, { type Params, type Response } from "k6/http";
import { type Sent, recordResponse, withoutQuery } from "./evidence.ts";
import type { OutgoingHeaders } from "./outgoing.ts";
import type { StepRecord } from "./record.ts";

/** An object is sent as JSON. */
export type Body = string | object | null;

export interface RequestParams {
  /** Method and route template, `GET /threads/:id`: the tag by which requests are grouped. Default: method and path. */
  name?: string;
  headers?: Record<string, string>;
  /** Default `"30s"`. */
  timeout?: string;
  /** How many redirects to follow. Default 0: credentials go where they were meant for, and nowhere else. */
  redirects?: number;
  tags?: Record<string, string>;
  /** No response is no failure: it is one of several tries, and the step decides. Default false. */
  mayFail?: boolean;
}

/**
 * k6's HTTP client for one step: sets `step` and `name` tags and the run's headers, and remembers what came as evidence. A
 * request without a response does not throw: it fails the step and has status 0.
 */
export interface StepHttp {
  get(url: string, params?: RequestParams): Response;
  post(url: string, body?: Body, params?: RequestParams): Response;
  put(url: string, body?: Body, params?: RequestParams): Response;
  del(url: string, body?: Body, params?: RequestParams): Response;
  request(method: string, url: string, body?: Body, params?: RequestParams): Response;
  /** Does not hold up other steps while it waits; the calls above do, because k6 runs a journey in one thread. */
  requestAsync(method: string, url: string, body?: Body, params?: RequestParams): Promise<Response>;
}

export function createHttp(record: StepRecord, headers: OutgoingHeaders): StepHttp {
  const keep = (sent: Sent, response: Response, mayFail: boolean | undefined): Response => {
    recordResponse(record, sent, response, mayFail);
    return response;
  };
  const prepare = (method: string, url: string, body: Body, params: RequestParams) => {
    const given = headers();
    const traceparent = given["traceparent"] ?? "";
    return {
      sent: { request: `${method} ${withoutQuery(url)}`, traceparent, atMs: Date.now() },
      given: [method, url, bodyOf(body), paramsOf(record.step, given, method, url, body, params)] as const,
    };
  };
  const request = (method: string, url: string, body: Body = null, params: RequestParams = {}): Response => {
    const { sent, given } = prepare(method, url, body, params);
    return keep(sent, http.request(...given), params.mayFail);
  };
  return {
    get: (url, params) => request("GET", url, null, params),
    post: (url, body, params) => request("POST", url, body, params),
    put: (url, body, params) => request("PUT", url, body, params),
    del: (url, body, params) => request("DELETE", url, body, params),
    request,
    async requestAsync(method, url, body = null, params = {}) {
      const { sent, given } = prepare(method, url, body, params);
      return keep(sent, await http.asyncRequest(...given), params.mayFail);
    },
  };
}

function bodyOf(body: Body): string | null {
  return body === null || typeof body === "string" ? body : JSON.stringify(body);
}

function paramsOf(
  step: string,
  runHeaders: Record<string, string>,
  method: string,
  url: string,
  body: Body,
  { name, headers, timeout = "30s", redirects = 0, tags }: RequestParams,
): Params {
  const isJson = body !== null && typeof body === "object";
  return {
    timeout,
    redirects,
    tags: { ...tags, step, name: name ?? `${method} ${pathOf(url)}` },
    headers: { ...(isJson ? { "Content-Type": "application/json" } : {}), ...runHeaders, ...headers },
    // A journey that discards bodies under load would have nothing to check.
    responseType: "text",
  };
}

/** `/api/chat` of `https://host/api/chat?x=1`. */
export function pathOf(url: string): string {
  return withoutQuery(url).replace(/^[a-z]+:\/\/[^/]*/i, "") || "/";
}
