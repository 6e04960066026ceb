import { clearTimeout, setTimeout } from "k6/timers";

/** Messages that came, and who waits for which. */
export interface Inbox<Message> {
  put(message: Message): void;
  /** No more messages: who waits now or later is rejected with `error`. */
  end(error: Error): void;
  /** The oldest message that matches, now or within the time; then rejects with what `onTimeout` makes. Others stay. */
  take(matches: (message: Message) => boolean, timeoutMs: number, onTimeout: () => Error): Promise<Message>;
}

interface Waiter<Message> {
  matches: (message: Message) => boolean;
  resolve: (message: Message) => void;
  reject: (error: Error) => void;
}

export function createInbox<Message>(): Inbox<Message> {
  const messages: Message[] = [];
  const waiters = new Set<Waiter<Message>>();
  let ended: Error | null = null;
  return {
    put(message) {
      const waiter = [...waiters].find(({ matches }) => matches(message));
      if (waiter) waiter.resolve(message);
      else messages.push(message);
    },
    end(error) {
      ended ??= error;
      for (const { reject } of waiters) reject(ended);
    },
    take(matches, timeoutMs, onTimeout) {
      const at = messages.findIndex(matches);
      const [waiting] = at < 0 ? [] : messages.splice(at, 1);
      if (waiting !== undefined) return Promise.resolve(waiting);
      if (ended) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => waiter.reject(onTimeout()), timeoutMs);
        const leave = () => {
          clearTimeout(timer);
          waiters.delete(waiter);
        };
        const waiter: Waiter<Message> = {
          matches,
          resolve: (message) => (leave(), resolve(message)),
          reject: (error) => (leave(), reject(error)),
        };
        waiters.add(waiter);
      });
    },
  };
}
