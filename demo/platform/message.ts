/** What goes over a socket, to whoever holds it: a text frame of JSON. */
export interface Message {
  type: string;
  [detail: string]: unknown;
}
