import type { Script } from "./standalone.ts";

/** What `--export k8s` writes down. */
export interface K8sExport extends Script {
  /** Of the TestRun and its ConfigMap; see `k8sName`. */
  name: string;
  /** `null`: wherever it is applied. */
  namespace: string | null;
  /** Absolute path of the journey's source, for problems. */
  journey: string;
  /** Pods that share the load; see `podsFor`. */
  parallelism: number;
  /** Of k6 with a version: `grafana/k6:1.8.1`; `null`: what the operator takes. */
  image: string | null;
  /** `__ENV` of the script, by name. No secrets. */
  variables: Record<string, string>;
  /** `null`: the script reads no secrets. */
  secret: SecretReference | null;
}

/** A Secret of Kubernetes that holds k6's secrets under the key `secrets`, a line `name=value` each. */
export interface SecretReference {
  name: string;
  /** Names of the secrets that must be in it. */
  keys: readonly string[];
}
