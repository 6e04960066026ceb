import type { BoardUid } from "../grafana/names.ts";

/**
 * Parts of annotations, in Go's templates as Grafana fills them in. `.Labels` and `.Values` and never `$labels`: of a `$` Grafana 10 to
 * 12 and later versions make different things. `.Values` holds the numbers of a rule by name, each with the tags it was found under;
 * texts of InfluxDB's fields do not reach an alert, so that a cause is told in numbers and tags, and the link leads to its words.
 */
export const tag = (name: string) => `{{ .Labels.${name} }}`;

/** Text that is there when the number is; inside, `.Value` and `.Labels` are its own. */
export const within = (name: string, text: string) => `{{ with .Values.${name} }}${text}{{ end }}`;

/** A number of the rule, by its name. @param form Go's, such as `%.1f` */
export const value = (name: string, form = "%.0f") => within(name, `{{ printf "${form}" .Value }}`);

/** To a dashboard, narrowed to the alert's own tags. @param back how far, such as `6h` */
export function link(board: BoardUid, tags: readonly string[], back: string): string {
  return address(board, tags, `now-${back}`, "now");
}

/** To a dashboard for the time of one run alone: then its newest run is this one. @param began @param ended names of numbers, epoch ms */
export function linkToRun(board: BoardUid, tags: readonly string[], began: string, ended: string): string {
  return address(board, tags, value(began), value(ended));
}

function address(board: BoardUid, tags: readonly string[], from: string, to: string): string {
  const narrowed = tags.map((name) => `var-${name}={{ urlquery .Labels.${name} }}`);
  return `{{ externalURL }}d/${board}?${[`from=${from}`, `to=${to}`, ...narrowed].join("&")}`;
}
