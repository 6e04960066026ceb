import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readCompose, repository, serviceOf } from "./support/compose/compose-file.ts";
import { dockerfileText, ignoring, readImage } from "./support/compose/image.ts";

const compose = readCompose();
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(repository, "package.json"), "utf8")));

const k6Version = readFileSync(join(repository, "scripts/setup/k6-version.mjs"), "utf8");
const wantedK6 = /wantedK6 = "([\d.]+)"/.exec(k6Version)?.[1];
describe("Dockerfile", () => {
  const image = readImage();

  test("has no fault that a Dockerfile linter knows", () => {
    expect(validate(dockerfileText).map(({ range, message }) => [range.start.line + 1, message])).toEqual([]);
    expect(validate("FROM node\nCOPYY a b\n")).not.toEqual([]);
  });

  test("is built on pinned versions: the k6 that is tested, Node 24", () => {
    const from = DockerfileParser.parse(dockerfileText)
      .getFROMs()
      .map((one) => one.getImage());
    expect(from).toContain(`grafana/k6:${wantedK6}`);
    expect(from.filter((name) => name?.startsWith("node:")).every((name) => /^node:24\.\d+\.\d+-slim$/.test(name ?? ""))).toBe(
      true,
    );
    expect(serviceOf(compose, "worker").image).toBe(`sonde:${version}`);
  });

  test.each([
    ["a plain user runs it", /^USER node$/m, true],
    ["no ADD, which fetches and unpacks", /^ADD /m, false],
    ["no sudo", /\bsudo\b/, false],
    ["npm installs what is locked, and runs no scripts", /npm ci .*--omit=dev.*--ignore-scripts/, true],
    ["npm is not what runs in the container", /^(CMD|ENTRYPOINT) .*npm/m, false],
    ["nothing is piped into a shell", /\|\s*(ba)?sh\b/, false],
    ["no secret is an argument or a variable", /^(ARG|ENV) .*(PASSWORD|TOKEN|SECRET)/m, false],
    ["no image without a version", /^FROM .*(:latest|\/[a-z]+|^[a-z]+)( AS .*)?$/m, false],
  ])("%s", (_, pattern, wanted) => {
    expect(pattern.test(dockerfileText)).toBe(wanted);
  });

  test("starts what Compose starts, and checks health as Compose does", () => {
    const worker = serviceOf(compose, "worker");
    expect(image.command).toEqual(worker.command);
    expect(["CMD", ...image.healthcheck]).toEqual(worker.healthcheck.test);
  });

  test("the build context is what the image needs: no test, no secret, no store", () => {
    const isIgnored = ignoring(readFileSync(join(repository, ".dockerignore"), "utf8"));
    const out = [
      ".git/config",
      "secrets/influx-admin",
      "sonde.env",
      ".sonde/sonde.db",
      "node_modules/zod/index.js",
      "worker/judge/judge.test.ts",
    ];
    expect(out.filter((path) => !isIgnored(path))).toEqual([]);
    const needed = ["worker/cli/main.ts", "worker/contract/words.ts", "probes/kit/step.ts", "scripts/sonde.mjs", "demo/main.ts"];
    expect(needed.filter((path) => isIgnored(path))).toEqual([]);
  });
});
