import { randomInt } from "node:crypto";
import { type Settings, workingSettings } from "./settings.ts";

/** What is deployed of the backend. */
export interface Release {
  settings: Settings;
  /** How the code behaves from the start of a container on. */
  image: Image;
  /** How many instances run at most; 0: a quota forbids any. */
  instances: number;
  /** Instances are started with the deployment, before requests come; else by the first request. */
  isWarmed: boolean;
}

export interface Image {
  /** Milliseconds until a container listens, and until its start-up is complete from then on. */
  bootMs: number;
  startUpMs: number;
  /** The worker ends while it boots, with this as its last words. */
  crashesAtBoot: string | null;
  /** What happens in a phase of start-up: it never ends, it fails with an error, or the process dies in it. */
  trouble: { phase: number; kind: "hangs" | "fails" | "dies"; error: string } | null;
  /** Megabytes that no request gives back. */
  leakMb: number;
}

/** As the services say it of themselves, until something else is deployed. */
export const release = { version: "1.4.2", revision: "backend-00042-demo" } as const;

export function workingRelease(instances: number): Release {
  const image: Image = { bootMs: 1_200, startUpMs: 4_000, crashesAtBoot: null, trouble: null, leakMb: 0 };
  return { settings: workingSettings, image, instances, isWarmed: true };
}

/** `backend-00042-demo` → `backend-00043-kqz`: the next number, and three letters that tell two tries apart. */
export function nextRevision(revision: string): string {
  const [, number = "0"] = /^backend-(\d+)-/.exec(revision) ?? [];
  const letters = Array.from({ length: 3 }, () => "bcdfghjklmnpqrstvwxz"[randomInt(20)]).join("");
  return `backend-${String(Number(number) + 1).padStart(5, "0")}-${letters}`;
}
