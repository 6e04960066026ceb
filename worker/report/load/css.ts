/** A style sheet as it is; the name of the tag tells the formatter what is in it. */
export function css(strings: TemplateStringsArray): string {
  return strings.join("");
}
