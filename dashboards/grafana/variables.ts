import {
  CustomVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Query } from "../influxql/select.ts";
import { dataSource } from "./names.ts";

export interface Choice {
  name: string;
  label: string;
  description: string;
  query: Query;
  /** `many`: any number, and All, which is where it begins. `one`: the first found. */
  choose: "many" | "one";
  /** As the query gives them, instead of by name. */
  asFound?: boolean;
  hidden?: boolean;
}

const all = { selected: true, text: ["All"], value: ["$__all"] };

/** What may be chosen comes from the data; `All` matches whatever there is, new values included. */
export function choice({
  name,
  label,
  description,
  query,
  choose,
  asFound = false,
  hidden = false,
}: Choice): Builder<VariableModel> {
  const builder = new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(dataSource)
    .query(query.text)
    .definition(query.text)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(asFound ? VariableSort.Disabled : VariableSort.AlphabeticalAsc)
    .hide(hidden ? VariableHide.HideVariable : VariableHide.DontHide);
  return choose === "many"
    ? builder.multi(true).includeAll(true).allValue(".*").current(all)
    : builder.multi(false).includeAll(false);
}

/** One of some fixed values; the first is where it begins. */
export function oneOf(name: string, label: string, description: string, values: readonly string[]): Builder<VariableModel> {
  const options = values.map((value, index) => ({ selected: index === 0, text: value, value }));
  const builder = new CustomVariableBuilder(name).label(label).description(description).values(values.join(",")).options(options);
  return options[0] ? builder.current(options[0]) : builder;
}

export function textBox(name: string, label: string, description: string, value: string): Builder<VariableModel> {
  const option = { selected: true, text: value, value };
  return new TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue(value)
    .current(option)
    .options([option]);
}
