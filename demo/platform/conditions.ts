/** How the components behind the services are, whatever is deployed. A change acts at once. */
export interface Conditions {
  /** `unreachable`: connecting times out. `exhausted`: others hold every connection of the pool. */
  postgres: "fine" | "unreachable" | "exhausted";
  llm: "fine" | "rate-limited" | "slow";
  /** Of the cache of dashboards. `stale`: nothing invalidates it. */
  cache: "fine" | "stale";
  /** Of the backend's processes. `hung`: they take requests and never answer. */
  backend: "fine" | "hung" | "overloaded" | "one-broken";
}

export const allFine: Conditions = { postgres: "fine", llm: "fine", cache: "fine", backend: "fine" };
