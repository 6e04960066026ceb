import { take } from "./samples.ts";

class Metric {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  add(value: number, tags?: Record<string, string>): void {
    take(this.name, value, tags);
  }
}

export class Counter extends Metric {}
export class Trend extends Metric {}
