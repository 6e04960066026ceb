/** What depends on where dashboards are to be used, beside the data source. */
export interface DashboardSettings {
  /** A run's id is put behind it: the default of the variable `run_url`. */
  runUrl: string;
  /** A trace id is put behind it: the default of the variable `logs_url`. */
  logsUrl: string;
}

/** A link that leads nowhere: nothing is configured. */
export const nowhere = "#";

/** @param env `SONDE_RUN_URL` and `SONDE_LOGS_URL`; what is not set leads nowhere, and can be set in Grafana */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): DashboardSettings {
  return { runUrl: env["SONDE_RUN_URL"] || nowhere, logsUrl: env["SONDE_LOGS_URL"] || nowhere };
}
