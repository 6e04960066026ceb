import { exhaustive } from "../kit/exhaustive.ts";
import { authorizationOf } from "./find-credentials.ts";
import type { RecordedRequest } from "./read-recording.ts";
import { cookiesOf, formFields, leavesOf, multipartFields, parseBody } from "./request-fields.ts";

/** Every value that a request carries by itself: segments of its path, parameters, headers, cookies, fields of its body. */
export function seenIn({ url, headers, body }: RecordedRequest): string[] {
  return [
    ...url.pathname.split("/"),
    ...formFields(url.search).map(({ value }) => value),
    ...headers.flatMap(({ name, value }) =>
      name.toLowerCase() === "cookie" ? cookiesOf(value).map((cookie) => cookie.value) : [authorizationOf(value).credentials],
    ),
    ...inBody(body),
  ];
}

function inBody(body: RecordedRequest["body"]): string[] {
  const parsed = parseBody(body);
  switch (parsed.kind) {
    case "json":
      return leavesOf(parsed.value).map(({ value }) => String(value));
    case "form":
      return parsed.fields.map(({ value }) => value);
    case "text":
      return multipartFields(parsed.text).map(({ value }) => value);
    case "none":
      return [];
    default:
      return exhaustive(parsed);
  }
}
