/** A text as a JavaScript literal. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A key of an object literal. */
export function keyCode(name: string): string {
  // Written plainly it would set the prototype.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}
