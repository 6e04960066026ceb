import { expect, test } from "vitest";
import { describeClose } from "./close-code.ts";

test.each([
  [1000, "", "closed with 1000 normal closure"],
  [1001, "", "closed with 1001 going away"],
  [1005, "", "closed with 1005 no status"],
  [1006, "", "connection dropped without a close frame"],
  [0, "read: reset", "connection dropped without a close frame: read: reset"],
  [1008, "token expired", "closed with 1008 policy violation: token expired"],
  [1011, "", "closed with 1011 internal error"],
  [1013, "", "closed with 1013 try again later"],
  [1015, "", "closed with 1015 TLS handshake failed"],
  [1016, "", "closed with 1016 (reserved by the protocol)"],
  [2999, "", "closed with 2999 (reserved by the protocol)"],
  [3000, "", "closed with 3000 unauthorized"],
  [3456, "", "closed with 3456 (a registered code)"],
  [4401, "no", "closed with 4401 (the application's own code): no"],
  [5000, "", "closed with 5000 (no code of the protocol)"],
  [17, "", "closed with 17 (no code of the protocol)"],
])("%i is told as what it is", (code, reason, told) => {
  expect(describeClose(code, reason)).toBe(told);
});
