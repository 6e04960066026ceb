import type { K8sExport } from "./k8s-request.ts";

const secretsVolume = "sonde-secrets";
const secretsFolder = "/etc/sonde/secrets";
const secretsKey = "secrets";

/**
 * The TestRun. Everything goes through the environment and not through `arguments`: the operator splits those at blanks, and hands them to
 * `k6 archive` as well, which knows fewer.
 */
export function testRun(given: K8sExport, metadata: object, file: string) {
  const { name, parallelism, image, variables, secret } = given;
  const env = Object.entries({ K6_NO_USAGE_REPORT: "true", ...variables }).map(([name, value]) => ({
    name,
    value: escaped(value),
  }));
  const pod = image === null ? {} : { image };
  return {
    apiVersion: "k6.io/v1alpha1",
    kind: "TestRun",
    metadata,
    spec: {
      parallelism,
      script: { configMap: { name, file } },
      // It only reads the script: it gets no secrets.
      initializer: { ...pod, env },
      runner: { ...pod, ...(secret === null ? { env } : withSecrets(env, secret.name)) },
    },
  };
}

function withSecrets(env: readonly { name: string; value: string }[], secretName: string) {
  const source = { name: "K6_SECRET_SOURCE", value: `file=filename=${secretsFolder}/${secretsKey}` };
  return {
    env: [...env, source],
    volumes: [{ name: secretsVolume, secret: { secretName, items: [{ key: secretsKey, path: secretsKey }] } }],
    volumeMounts: [{ name: secretsVolume, mountPath: secretsFolder, readOnly: true }],
  };
}

/** Kubernetes replaces `$(NAME)` in values. */
function escaped(value: string): string {
  return value.replaceAll("$(", "$$$$(");
}
