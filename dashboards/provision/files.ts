import { stringify } from "yaml";
import type { Files } from "../files.ts";
import { alertRuleFile } from "./alert-rules.ts";
import { contactPointFile } from "./contact-points.ts";
import { dashboardProviders } from "./dashboard-provider.ts";
import { dataSources } from "./data-source.ts";
import { policyFile } from "./policies.ts";

/** What Grafana reads when it starts, below `dashboards/`. */
function provisioningDocuments(): Record<string, unknown> {
  return {
    "provisioning/datasources/sonde.yml": dataSources(),
    "provisioning/dashboards/sonde.yml": dashboardProviders(),
    "provisioning/alerting/rules.yml": alertRuleFile(),
    "provisioning/alerting/contact-points.yml": contactPointFile(),
    "provisioning/alerting/policies.yml": policyFile(),
  };
}

/** The same as YAML, always alike for the same input. */
export function provisioningFiles(): Files {
  return Object.fromEntries(Object.entries(provisioningDocuments()).map(([path, document]) => [path, yaml(document)]));
}

const heading = "# Written by `npm run dashboards`: change dashboards/provision or dashboards/alerts instead.\n";

/** Long queries stay on one line: folded ones cannot be searched for. */
function yaml(document: unknown): string {
  return heading + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}
