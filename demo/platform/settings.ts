/** The backend's configuration, as a deployment sets it. */
export interface Settings {
  DATABASE_HOST: string;
  DATABASE_PASSWORD: string;
  REDIS_URL: string;
  LLM_API_KEY: string;
  JWT_SECRET_KEY: string;
  /** By which the auth service knows the backend. */
  SERVICE_SECRET: string;
}

/** None of these opens anything: they are there to be checked. */
export const workingSettings: Settings = {
  DATABASE_HOST: "10.24.0.5",
  DATABASE_PASSWORD: "demo-database-password",
  REDIS_URL: "redis://10.24.0.9:6379/0",
  LLM_API_KEY: "demo-llm-key",
  JWT_SECRET_KEY: "demo-jwt-secret",
  SERVICE_SECRET: "demo-service-secret",
};

const commonDefaults = new Set(["password", "postgres", "changeme", "12345678"]);

/** What the staging validator has against settings, in its own words; with anything against them the worker does not boot. */
export function complaintsAbout({ DATABASE_HOST, DATABASE_PASSWORD, JWT_SECRET_KEY }: Settings): string[] {
  const complaints: string[] = [];
  if (DATABASE_HOST === "" || DATABASE_HOST === "localhost")
    complaints.push(
      "DATABASE_HOST validation failed: DATABASE_HOST required in staging/production. Cannot be localhost or empty.",
    );
  if (DATABASE_PASSWORD.length < 8 || commonDefaults.has(DATABASE_PASSWORD))
    complaints.push(
      "DATABASE_PASSWORD validation failed: DATABASE_PASSWORD required in staging/production. Must be 8+ characters and not use common defaults.",
    );
  if (JWT_SECRET_KEY === "")
    complaints.push(
      "JWT_SECRET_KEY validation failed: secret jwt-secret-staging has no version that can be accessed. JWT_SECRET_KEY required in staging/production.",
    );
  return complaints;
}
