import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));

const dependency = z.strictObject({
  condition: z.enum(["service_started", "service_healthy", "service_completed_successfully"]),
  required: z.boolean().default(true),
});
const check = z.strictObject({
  test: z.array(z.string()).optional(),
  disable: z.boolean().optional(),
  interval: z.string().optional(),
  timeout: z.string().optional(),
  retries: z.number().optional(),
  start_period: z.string().optional(),
});
const words = z.array(z.string());
const service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  init: z.boolean().optional(),
  entrypoint: words.optional(),
  command: words.optional(),
  profiles: words.default([]),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: words.default([]),
  volumes: words.default([]),
  tmpfs: words.default([]),
  ports: words.default([]),
  networks: words.default([]),
  network_mode: z.string().optional(),
  depends_on: z.record(z.string(), dependency).default({}),
  healthcheck: check.default({}),
  restart: z.string().optional(),
  read_only: z.boolean().optional(),
  cap_drop: words.default([]),
  security_opt: words.default([]),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
  cpus: z.number().optional(),
  mem_limit: z.string().optional(),
  pids_limit: z.number().optional(),
});
const file = z.object({
  name: z.string(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  volumes: z.record(z.string(), z.object({})),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

export type Service = z.infer<typeof service>;
export type ComposeFile = z.infer<typeof file>;

export const composeText = readFileSync(`${repository}/docker-compose.yml`, "utf8");

/** As YAML has it, anchors and merge keys resolved. */
export const composeDocument = (text = composeText): unknown => parse(text, { merge: true });

/** The compose file, of whose forms we use the long ones alone. Throws where it has a key that these tests know nothing of. */
export function readCompose(): ComposeFile {
  return file.parse(composeDocument());
}

/** A service by its name. Throws when there is none. */
export function serviceOf(compose: ComposeFile, name: string): Service {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}
