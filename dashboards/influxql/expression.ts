import { identifier } from "./quote.ts";

/**
 * What a column is calculated from. `Numbers` are the fields that must be numbers, `Names` the fields and tags of any kind: `select`
 * refuses an expression that names what its measurement does not have.
 */
export interface Expression<out Numbers extends string = never, out Names extends string = never> {
  text: string;
  numbers?: Numbers;
  names?: Names;
}

type Operand<N extends string, A extends string> = Expression<N, A> | number;

/** A field, or a tag, as it is. */
export function value<A extends string>(name: A): Expression<never, A> {
  return { text: identifier(name) };
}

/** A number as it is, to calculate with. */
export function number<N extends string>(name: N): Expression<N> {
  return { text: identifier(name) };
}

/** A number that a variable of the dashboard holds. */
export function variable(name: string): Expression {
  return { text: `\${${name}}` };
}

export function mean<N extends string>(field: N): Expression<N> {
  return call("mean", field);
}

export function sum<N extends string>(field: N): Expression<N> {
  return call("sum", field);
}

export function max<N extends string>(field: N): Expression<N> {
  return call("max", field);
}

export function min<N extends string>(field: N): Expression<N> {
  return call("min", field);
}

export function count<A extends string>(field: A): Expression<never, A> {
  return call("count", field);
}

export function last<A extends string>(field: A): Expression<never, A> {
  return call("last", field);
}

/** @param rank 0 to 100 */
export function percentile<N extends string>(field: N, rank: number): Expression<N> {
  return { text: `percentile(${identifier(field)}, ${rank})` };
}

export function abs<N extends string, A extends string>(operand: Expression<N, A>): Expression<N, A> {
  return { text: `abs(${operand.text})` };
}

export function plus<N extends string = never, A extends string = never>(...operands: Operand<N, A>[]): Expression<N, A> {
  return join(" + ", operands);
}

export function minus<N extends string = never, A extends string = never>(
  left: Operand<N, A>,
  right: Operand<N, A>,
): Expression<N, A> {
  return join(" - ", [left, right]);
}

export function times<N extends string = never, A extends string = never>(...operands: Operand<N, A>[]): Expression<N, A> {
  return join(" * ", operands);
}

/** InfluxQL divides integers as floats. */
export function dividedBy<N extends string = never, A extends string = never>(
  left: Operand<N, A>,
  right: Operand<N, A>,
): Expression<N, A> {
  return join(" / ", [left, right]);
}

function call(name: string, field: string): Expression {
  return { text: `${name}(${identifier(field)})` };
}

/** In brackets, so that it can stand in any other. A single operand needs none. */
function join<N extends string, A extends string>(operator: string, operands: readonly Operand<N, A>[]): Expression<N, A> {
  const texts = operands.map((operand) => (typeof operand === "number" ? String(operand) : operand.text));
  return { text: texts.length === 1 ? (texts[0] ?? "") : `(${texts.join(operator)})` };
}
