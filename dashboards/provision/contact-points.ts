import { type Severity, contactPoints } from "../alerts/names.ts";
import { fromEnvironment, variables } from "./variables.ts";

type Name = (typeof variables)[keyof typeof variables];

/**
 * Where alerts go. Kinds take of the settings what they know: an address for mail, a URL for most others. An empty one stops Grafana
 * from starting, hence the defaults in `deploy/grafana-defaults.env`.
 */
export function contactPointFile(): unknown {
  return {
    apiVersion: 1,
    contactPoints: [
      contactPoint("warning", "sonde-all", variables.alertType, variables.alertUrl, variables.alertAddresses),
      contactPoint("critical", "sonde-critical", variables.criticalType, variables.criticalUrl, variables.criticalAddresses),
    ],
  };
}

function contactPoint(severity: Severity, uid: string, type: Name, url: Name, addresses: Name): unknown {
  const settings = { url: fromEnvironment(url), addresses: fromEnvironment(addresses) };
  return {
    orgId: 1,
    name: contactPoints[severity],
    receivers: [{ uid, type: fromEnvironment(type), settings, disableResolveMessage: false }],
  };
}
