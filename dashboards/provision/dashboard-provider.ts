/** Folder of the dashboards in Grafana: what links and `sonde dashboards push` refer to. */
const dashboardsFolder = { uid: "sonde", title: "Sonde" } as const;

/** Where Grafana finds the generated dashboards. */
const path = "/etc/sonde/dashboards";

export function dashboardProviders(): unknown {
  return {
    apiVersion: 1,
    providers: [
      {
        name: "sonde",
        type: "file",
        orgId: 1,
        folder: dashboardsFolder.title,
        folderUid: dashboardsFolder.uid,
        disableDeletion: false,
        allowUiUpdates: false,
        updateIntervalSeconds: 30,
        options: { path, foldersFromFilesStructure: false },
      },
    ],
  };
}
