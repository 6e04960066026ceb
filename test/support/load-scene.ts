import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DemoScene, demoScene } from "./demo-scene.ts";
import type { Running } from "./sonde.ts";

/** A demo platform, a configuration with short profiles, and `sonde load` against it. */
export interface LoadScene {
  scene: DemoScene;
  /** Where reports go. */
  report(): string;
  start(args: readonly string[], more?: Record<string, string>): Running;
  env(): Record<string, string>;
  /** The JSON report. */
  json(): { summary: Record<string, unknown>; windows: unknown[]; probes: unknown[] };
  /** Writes the configuration again, with these changes of `load` and of the target `demo`. */
  configure(load?: object, target?: object): void;
  /** Folders of runs whose processes are gone or not. */
  runFolders(): string[];
  /** k6 processes whose secrets are in this scene's folder. */
  k6Processes(): number;
}

const profiles = {
  short: {
    stages: [
      { to: 1, over: "1s" },
      { to: 1, over: "6s" },
    ],
    gracefulStop: "3s",
  },
  ramp: { stages: [{ to: 8, over: "30s" }], gracefulStop: "2s", untilBroken: true },
  long: {
    stages: [
      { to: 1, over: "1s" },
      { to: 1, over: "5m" },
    ],
    gracefulStop: "3s",
  },
};

const account = {
  email: { env: "SONDE_DEMO_EMAIL", default: "probe@demo.example" },
  password: { env: "SONDE_DEMO_PASSWORD", default: "demo-probe-password" },
};

export function loadScene(): LoadScene {
  const scene = demoScene();
  const config = () => join(scene.folder.path, "sonde.config.ts");
  const self: LoadScene = {
    scene,
    report: () => join(scene.folder.path, "report"),
    env: () => ({
      SONDE_DEMO_URL: scene.demo.url,
      SONDE_STORE: join(scene.folder.path, "sonde.db"),
      SONDE_LOCATION: "test",
      SONDE_WEB_PORT: "0",
      SONDE_CONFIG: config(),
      CI: "true",
    }),
    start(args, more = {}) {
      if (!existsSync(config())) self.configure();
      return scene.run(["load", ...args, "--report", self.report()], { ...self.env(), ...more });
    },
    json: () => JSON.parse(readFileSync(join(self.report(), "load.json"), "utf8")) as ReturnType<LoadScene["json"]>,
    configure(load = {}, target = {}) {
      const configuration = {
        target: "demo",
        targets: { demo: { load: true, urls: { api: { env: "SONDE_DEMO_URL" } }, secrets: account, ...target } },
        probes: [{ name: "dashboard", journey: "sonde/probes/dashboard.ts", every: "2s", timeout: "2s" }],
        load: { rate: 10, profiles, mix: { dashboard: 1 }, ...load },
      };
      writeFileSync(config(), `export default ${JSON.stringify(configuration)};`);
    },
    runFolders() {
      const folder = join(scene.folder.path, "runs");
      return existsSync(folder) ? readdirSync(folder) : [];
    },
    k6Processes: () =>
      execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
        .split("\n")
        .filter((line) => line.includes(" run ") && line.includes(scene.folder.path)).length,
  };
  return self;
}
