type Listener = (event: Record<string, unknown>) => void;

/** A socket whose server is the test: `opened` hands each new one over. */
export class WebSocket {
  static opened: (socket: WebSocket) => void = () => undefined;

  readyState = 0;
  /** The subprotocol that the server took up. */
  protocol = "";
  /** What the server does when it gets a message, or a close frame. */
  onSend: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;
  readonly closes: (number | undefined)[] = [];
  readonly url: string;
  readonly protocols: unknown;
  readonly params: unknown;
  private readonly listeners: Record<string, Listener[]> = {};

  constructor(url: string, protocols: unknown, params: unknown) {
    this.url = url;
    this.protocols = protocols;
    this.params = params;
    queueMicrotask(() => WebSocket.opened(this));
  }

  addEventListener(type: string, listener: Listener): void {
    (this.listeners[type] ??= []).push(listener);
  }

  /** Plays an event of the server's. */
  play(type: "open" | "message" | "error" | "close", event: Record<string, unknown> = {}): void {
    if (type === "open") this.readyState = 1;
    if (type === "close") this.readyState = 3;
    for (const listener of this.listeners[type] ?? []) listener(event);
  }

  send(text: string): void {
    this.onSend(text);
  }

  close(code?: number): void {
    if (this.readyState === 0) throw new Error("close() while CONNECTING blocks k6 for ever");
    this.closes.push(code);
    this.readyState = 2;
    this.onClose();
  }
}

export class Blob {
  readonly size: number;

  constructor(parts: string[]) {
    this.size = new TextEncoder().encode(parts.join("")).length;
  }
}
