import { expect, test } from "vitest";
import { type Settings, complaintsAbout, workingSettings } from "./settings.ts";

const host = "DATABASE_HOST required in staging/production. Cannot be localhost or empty.";
const password = "DATABASE_PASSWORD required in staging/production. Must be 8+ characters and not use common defaults.";

test.each<[string, Partial<Settings>, string[]]>([
  ["what works", {}, []],
  ["no host", { DATABASE_HOST: "" }, [host]],
  ["this machine for a host", { DATABASE_HOST: "localhost" }, [host]],
  ["a short password", { DATABASE_PASSWORD: "1234567" }, [password]],
  ["a password of eight characters", { DATABASE_PASSWORD: "12345abc" }, []],
  ["a common default", { DATABASE_PASSWORD: "postgres" }, [password]],
  ["host and password, both at once", { DATABASE_HOST: "", DATABASE_PASSWORD: "" }, [host, password]],
  ["no key for tokens", { JWT_SECRET_KEY: "" }, ["JWT_SECRET_KEY required in staging/production."]],
  ["what it does not look at", { LLM_API_KEY: "", REDIS_URL: "redis://localhost" }, []],
])("the staging validator about %s", (_name, change, endings) => {
  const complaints = complaintsAbout({ ...workingSettings, ...change });
  expect(complaints).toEqual(endings.map((ending) => expect.stringContaining(ending)));
});

test("its complaints tell no password", () => {
  expect(complaintsAbout({ ...workingSettings, DATABASE_PASSWORD: "s3cret" }).join()).not.toContain("s3cret");
});
