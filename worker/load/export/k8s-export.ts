import { Document } from "yaml";
import type { Problem } from "../../contract/problem.ts";
import { printable } from "../../kit/printable.ts";
import type { K8sExport } from "./k8s-request.ts";
import { standalone } from "./standalone.ts";
import { testRun } from "./test-run.ts";

/** The API server takes no larger ConfigMap. */
const mostBytes = 1_048_576;

export type K8sManifests = { kind: "written"; yaml: string } | { kind: "too-large"; problem: Problem };

/**
 * `--export k8s`: a ConfigMap with the script and a TestRun of the k6-operator that runs it in several pods. Secrets are references; a
 * script that no ConfigMap holds is a problem.
 */
export async function exportK8s(given: K8sExport): Promise<K8sManifests> {
  const code = await standalone(given);
  const bytes = Buffer.byteLength(code);
  if (bytes > mostBytes) return { kind: "too-large", problem: tooLarge(given.journey, bytes) };
  const configMap = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadataOf(given),
    data: { [scriptFile]: code },
  };
  const documents = [configMap, testRun(given, metadataOf(given), scriptFile)].map((object) => new Document(object));
  const texts = documents.map((document) => document.toString({ lineWidth: 0 }));
  return { kind: "written", yaml: `${header(given)}\n${texts.join("---\n")}` };
}

const scriptFile = "load.js";

function metadataOf({ name, namespace }: K8sExport) {
  return { name, ...(namespace === null ? {} : { namespace }), labels: { "app.kubernetes.io/managed-by": "sonde" } };
}

/** The annotation that `kubectl apply` keeps on the client's side holds a quarter of what a ConfigMap does. */
function header({ secret, namespace }: K8sExport): string {
  const where = namespace === null ? "" : ` -n ${namespace}`;
  const lines = [
    "Written by Sonde for the k6-operator. Apply it with:",
    "    kubectl apply --server-side -f FILE",
    ...(secret === null
      ? []
      : [
          `It reads the Secret ${secret.name}, which must be there before; FILE has a line NAME=VALUE for each of ${secret.keys.join(", ")}:`,
          `    kubectl create secret generic ${secret.name}${where} --from-file=secrets=FILE`,
        ]),
    "Each pod reports for itself: their results are not put together.",
  ];
  return lines.map((line) => `# ${line.startsWith("    ") ? "    " : ""}${printable(line)}`).join("\n");
}

function tooLarge(journey: string, bytes: number): Problem {
  return {
    file: journey,
    path: "--export k8s",
    found: `a script of ${bytes.toLocaleString("en-US")} bytes with all that it imports`,
    expected: `at most ${mostBytes.toLocaleString("en-US")} bytes, the most that a ConfigMap holds: import less, or write it with --export script and put it on a volume (spec.script.volumeClaim)`,
    paste: null,
  };
}
