import { afterEach, beforeEach } from "vitest";
import { startDemo } from "../../demo/server.ts";
import { type Running, startSonde, temporaryFolder } from "./sonde.ts";

/** A demo platform and a folder for each test, and workers that do not outlive it. */
export interface DemoScene {
  demo: Awaited<ReturnType<typeof startDemo>>;
  folder: ReturnType<typeof temporaryFolder>;
  /** Like `startSonde`. */
  run(args: readonly string[], env: Record<string, string>): Running;
}

/** Call it at the top of a test file; the scene is another one in each test. */
export function demoScene(): DemoScene {
  const scene = {} as DemoScene;
  const running: Running[] = [];
  beforeEach(async () => {
    scene.demo = await startDemo({ port: 0, faults: [], timeScale: 0.1 });
    scene.folder = temporaryFolder();
    scene.run = (args, env) => {
      const worker = startSonde(args, env);
      running.push(worker);
      return worker;
    };
  });
  afterEach(async () => {
    for (const { child, finished } of running.splice(0)) {
      child.kill("SIGKILL");
      await finished;
    }
    await scene.demo.close();
    scene.folder.remove();
  });
  return scene;
}
