import { dataSource } from "../grafana/names.ts";
import { fromEnvironment, variables } from "./variables.ts";

/** InfluxDB, asked in InfluxQL, which every version of it answers. */
export function dataSources(): unknown {
  return {
    apiVersion: 1,
    datasources: [
      {
        name: "Sonde InfluxDB",
        uid: dataSource.uid,
        type: dataSource.type,
        access: "proxy",
        orgId: 1,
        url: fromEnvironment(variables.influxUrl),
        user: fromEnvironment(variables.influxUser),
        // Two defaults keep Grafana from starting; everything here names this one by its uid.
        isDefault: false,
        editable: false,
        jsonData: {
          version: "InfluxQL",
          dbName: fromEnvironment(variables.influxDatabase),
          // Queries of many buckets are longer than some proxies let an address be.
          httpMode: "POST",
          timeInterval: "10s",
        },
        secureJsonData: { password: fromEnvironment(variables.influxPassword) },
      },
    ],
  };
}
