import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { exportK8s } from "./k8s-export.ts";
import type { K8sExport } from "./k8s-request.ts";

const given: K8sExport = {
  code: `export const options = { vus: 1 };\nexport default function () {\n  console.log("# it's $(X): \\n | ");\n}\n`,
  options: null,
  name: "sonde-release-staging",
  namespace: "load",
  journey: "/probes/chat.ts",
  parallelism: 4,
  image: "grafana/k6:1.8.1",
  variables: { SONDE_RUN_ID: "r-1", SONDE_TARGET_SETTINGS: '{"name":"staging: yes"}', ODD: "a $(HOME) b\nno: 1" },
  secret: { name: "sonde-staging", keys: ["email", "password"] },
};

/** The two documents of what is written. */
async function written(changes: Partial<K8sExport> = {}) {
  const manifests = await exportK8s({ ...given, ...changes });
  if (manifests.kind !== "written") throw new Error(manifests.problem.found);
  const [configMap, testRun] = parseAllDocuments(manifests.yaml).map((document) => document.toJS() as unknown);
  return { yaml: manifests.yaml, configMap, testRun };
}

type Schema = { properties?: Record<string, Schema>; items?: Schema; additionalProperties?: unknown; [key: string]: unknown };

/** The API server drops fields that the schema does not know; a test had better fail. */
function strict(schema: Schema): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, value]) => [name, strict(value)]);
  return {
    ...schema,
    ...(schema.properties ? { properties: Object.fromEntries(properties), additionalProperties: false } : {}),
    ...(schema.items ? { items: strict(schema.items) } : {}),
  };
}

function testRunValidator(): ValidateFunction {
  const file = new URL("../../../test/fixtures/k8s/k6.io_testruns.crd.yaml", import.meta.url);
  const crd = parse(readFileSync(file, "utf8")) as { spec: { versions: { schema: { openAPIV3Schema: Schema } }[] } };
  const schema = crd.spec.versions[0]?.schema.openAPIV3Schema;
  return new Ajv({ strict: false, validateFormats: false }).compile(strict(schema ?? {}));
}

const validate = testRunValidator();

test.each<[string, Partial<K8sExport>]>([
  ["with everything", {}],
  ["without secrets", { secret: null }],
  ["in no namespace and with the operator's image", { namespace: null, image: null }],
])("the TestRun %s is what the operator's schema wants", async (_name, changes) => {
  const { testRun } = await written(changes);
  validate(testRun);
  expect(validate.errors).toBeNull();
});

test.each<[string, object]>([
  ["pods in words", { parallelism: "four" }],
  ["a field that nobody knows", { paralelism: 4 }],
  ["a script without a name", { script: { configMap: { file: "load.js" } } }],
])("%s are refused by the same schema", async (_name, wrong) => {
  const { testRun } = await written();
  const { spec } = testRun as { spec: object };
  expect(validate({ ...(testRun as object), spec: { ...spec, ...wrong } })).toBe(false);
});

test("a TestRun without a script is refused by the same schema", () => {
  expect(validate({ apiVersion: "k6.io/v1alpha1", kind: "TestRun", spec: { parallelism: 1 } })).toBe(false);
});

test("the ConfigMap holds the script, and the TestRun runs it in as many pods as wanted", async () => {
  const { configMap, testRun } = await written();
  expect(configMap).toMatchObject({ kind: "ConfigMap", metadata: { name: given.name, namespace: "load" } });
  const { data } = configMap as { data: Record<string, string> };
  expect(data["load.js"]).toContain(String.raw`console.log("# it's $(X): \n | ");`);
  expect(testRun).toMatchObject({ spec: { parallelism: 4, script: { configMap: { name: given.name, file: "load.js" } } } });
});

test("secrets are a reference that only the runner has", async () => {
  const { testRun, yaml } = await written();
  const { initializer, runner } = (testRun as { spec: Record<string, Record<string, unknown>> }).spec;
  expect(runner?.["volumes"]).toEqual([
    { name: "sonde-secrets", secret: { secretName: "sonde-staging", items: [{ key: "secrets", path: "secrets" }] } },
  ]);
  expect(runner?.["env"]).toContainEqual({ name: "K6_SECRET_SOURCE", value: "file=filename=/etc/sonde/secrets/secrets" });
  expect(JSON.stringify(initializer)).not.toMatch(/secret/i);
  expect(yaml).toContain("kubectl create secret generic sonde-staging -n load --from-file=secrets=FILE");
});

test("variables arrive as they are: Kubernetes expands nothing in them", async () => {
  const { testRun } = await written();
  expect(testRun).toMatchObject({
    spec: { runner: { env: expect.arrayContaining([{ name: "ODD", value: "a $$(HOME) b\nno: 1" }]) } },
  });
});

test("a script that no ConfigMap holds is a problem that says what to do", async () => {
  const code = `export const text = "${"x".repeat(1_100_000)}";\nexport default function () { console.log(text); }`;
  const manifests = await exportK8s({ ...given, code });
  expect(manifests).toMatchObject({
    kind: "too-large",
    problem: {
      file: "/probes/chat.ts",
      found: expect.stringMatching(/^a script of 1,100,\d{3} bytes/),
      expected: expect.stringContaining("1,048,576 bytes"),
    },
  });
});
