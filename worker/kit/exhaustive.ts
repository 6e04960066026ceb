/** Ends a switch over a union: a case that is not handled does not compile. */
export function exhaustive(value: never): never {
  throw new Error(`Unhandled case ${JSON.stringify(value)}: handle it where this was thrown.`);
}
