import { type Component, ComponentFailure, report, type Surroundings, type Use } from "./component.ts";

/** How often a connection is tried, each time until it times out. */
const attempts: Record<Use, number> = { check: 1, read: 3, write: 5 };
const connectMs = [1_500, 3_280] as const;
const poolMs = 5_000;

export const postgres: Component = async (use, around) => {
  const { conditions, pace, release } = around;
  const server = `"${release.settings.DATABASE_HOST}", port 5432`;
  if (conditions.postgres === "unreachable") {
    for (let attempt = 1; attempt <= attempts[use]; attempt++) {
      await pace.between(...connectMs);
      tell(
        around,
        "WARNING",
        `connection to server at ${server} failed: timeout expired (attempt ${attempt} of ${attempts[use]})`,
      );
    }
    tell(
      around,
      "ERROR",
      `sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at ${server} failed: timeout expired`,
    );
    throw new ComponentFailure("database_unavailable", "Database unavailable: connection timed out");
  }
  if (conditions.postgres === "exhausted") {
    await pace.between(poolMs, poolMs + 50);
    const limit = "QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 5.00";
    tell(around, "ERROR", `sqlalchemy.exc.TimeoutError: ${limit}`);
    throw new ComponentFailure("database_unavailable", limit);
  }
};

function tell(around: Surroundings, severity: "WARNING" | "ERROR", message: string): void {
  report(around, "postgres", severity, message);
}
