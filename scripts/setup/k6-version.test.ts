import { expect, test } from "vitest";
import { unsupported } from "./k6-version.mjs";

test.each([
  { output: "k6 v1.8.1 (go1.26.8, linux/amd64)\n", title: "1.8.1" },
  { output: "k6 v1.6.0 (commit/abcdef, go1.25.1, darwin/arm64)\n", title: "the oldest" },
  {
    output: "k6 v1.10.0 (go1.26.8, linux/amd64)\nExtensions:\n  github.com/grafana/xk6-faker v0.4.4\n",
    title: "one with extensions",
  },
  { output: "k6 v2.2.0 (go1.26.8, linux/amd64)\n", title: "2.x" },
])("supports $title", ({ output }) => {
  expect(unsupported(output)).toBeNull();
});

test.each([
  { output: "k6 v1.5.9 (go1.24.0, linux/amd64)\n", says: "v1.5.9" },
  { output: "k6 v0.57.0 (commit/50afd82c18, go1.23.6, linux/amd64)\n", says: "v0.57.0" },
  { output: "k6 v3.0.0 (go1.30.0, linux/amd64)\n", says: "less than 3" },
  { output: "knife 1.8.1\n", says: "knife 1.8.1" },
  { output: "", says: "names no k6 version" },
])("refuses $output and says $says", ({ output, says }) => {
  expect(unsupported(output)).toContain(says);
});
