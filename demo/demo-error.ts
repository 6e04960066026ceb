/** The demo cannot do what it was asked to; the message says why and what to do. */
export class DemoError extends Error {
  override readonly name = "DemoError";
}
