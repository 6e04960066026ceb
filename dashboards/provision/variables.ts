/**
 * Variables of Grafana's environment that the provisioning files read. `GF_` in front, because Grafana's image takes such a one from a
 * file as well, named by `NAME__FILE`: for what is a secret.
 */
export const variables = {
  influxUrl: "GF_SONDE_INFLUX_URL",
  influxDatabase: "GF_SONDE_INFLUX_DATABASE",
  influxUser: "GF_SONDE_INFLUX_USER",
  influxPassword: "GF_SONDE_INFLUX_PASSWORD",
  /** Grafana's name of a kind of contact point: `webhook`, `slack`, `email`, `teams`, `discord`, `googlechat` … */
  alertType: "GF_SONDE_ALERT_TYPE",
  /** For all of these but `email`. It may hold a token. */
  alertUrl: "GF_SONDE_ALERT_URL",
  /** For `email`, separated by semicolons. */
  alertAddresses: "GF_SONDE_ALERT_ADDRESSES",
  criticalType: "GF_SONDE_ALERT_CRITICAL_TYPE",
  criticalUrl: "GF_SONDE_ALERT_CRITICAL_URL",
  criticalAddresses: "GF_SONDE_ALERT_CRITICAL_ADDRESSES",
  /** How long until an alert that still fires is told again. */
  alertRepeat: "GF_SONDE_ALERT_REPEAT",
} as const;

type Name = (typeof variables)[keyof typeof variables];

/** Grafana puts the variable's value there, when it reads the file. */
export const fromEnvironment = (name: Name) => `$${name}`;
