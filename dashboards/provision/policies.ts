import { contactPoints } from "../alerts/names.ts";
import { fromEnvironment, variables } from "./variables.ts";

/**
 * Who is told of what. Grafana has one tree of policies, and this file is all of it: leave it out where there is one already, and route
 * by the labels `source` and `severity` there.
 */
export function policyFile(): unknown {
  return {
    apiVersion: 1,
    policies: [
      {
        orgId: 1,
        receiver: contactPoints.warning,
        // A platform that is down takes many probes with it: one message.
        group_by: ["alertname", "target"],
        group_wait: "30s",
        group_interval: "5m",
        repeat_interval: fromEnvironment(variables.alertRepeat),
        routes: [
          {
            receiver: contactPoints.critical,
            object_matchers: [
              ["source", "=", "sonde"],
              ["severity", "=", "critical"],
            ],
            // Probes of one target are confirmed down within seconds of each other.
            group_wait: "15s",
            group_interval: "1m",
          },
        ],
      },
    ],
  };
}
