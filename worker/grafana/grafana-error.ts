/**
 * What Grafana, or whatever stands in front of it, did not do, in a sentence for people. `mistake`: trying again will not help before
 * something is changed: address, token, rights. `passing`: it may work later.
 */
export class GrafanaError extends Error {
  override name = "GrafanaError";
  readonly kind: "mistake" | "passing";
  constructor(kind: GrafanaError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
