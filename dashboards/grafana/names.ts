/** What provisioning, links and alerts refer to. They never change: bookmarks and alert links rely on them. */
export const dataSource = { type: "influxdb", uid: "sonde-influxdb" } as const;

export const boardUids = {
  overview: "sonde-overview",
  journey: "sonde-journey",
  chat: "sonde-chat",
  coldStart: "sonde-cold-start",
  iterations: "sonde-iterations",
  load: "sonde-load",
  worker: "sonde-worker",
} as const;

export type BoardUid = (typeof boardUids)[keyof typeof boardUids];
