import fc from "fast-check";
import { expect, test } from "vitest";
import { verdicts } from "../contract/words.ts";
import { StoreDamagedError } from "./errors.ts";
import { fakeChange, fakeLeftover, fakePoint, fakeRunNumber, fakeSkip, fakeState } from "./fake-run.ts";
import { temporaryStore } from "./temporary-store.ts";

/** What somebody, or a failing disk, may leave in a column: SQLite takes any type in any of them. */
const anything = fc.oneof(
  fc.constantFrom(null, "", "[{", "null", '{"a":', "up", "lost", "1e999", "\u0000", "☃"),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.json(),
);

const rowTables = ["runs", "steps", "state_changes", "skips", "outbox", "dead_letters"];
/** Those without row ids: all their rows are damaged at once. */
const keyedTables = ["checks", "states", "leftovers"];

const damage = fc.array(
  fc.record({
    table: fc.constantFrom(...rowTables, ...keyedTables),
    column: fc.nat(40),
    value: anything,
  }),
  { minLength: 1, maxLength: 6 },
);

test("whatever stands in a row, reading never throws, and no run turns up that was not stored so", () => {
  fc.assert(
    fc.property(damage, (changes) => {
      const { store, raw } = temporaryStore();
      for (const number of [1, 2, 3]) {
        const run = fakeRunNumber(number);
        store.record({ run, state: fakeState, change: fakeChange, points: [fakePoint(number)] });
      }
      store.recordSkip(fakeSkip);
      store.leftovers.add(fakeLeftover);
      store.outbox.reject([{ id: 1, reason: "refused" }]);
      const behind = raw();
      for (const { table, column, value } of changes) {
        const columns = behind.all(`SELECT name FROM pragma_table_info('${table}') WHERE pk = 0 AND name NOT IN ('run', 'seq')`);
        const name = String(columns[column % columns.length]?.["name"]);
        const which = keyedTables.includes(table) ? "" : `WHERE rowid = (SELECT min(rowid) FROM ${table})`;
        try {
          behind.run(`UPDATE ${table} SET "${name}" = ? ${which}`, value);
        } catch {
          // Refused by a constraint: nothing was damaged.
        }
      }

      const read = [
        ...store.each(0, Number.MAX_SAFE_INTEGER),
        ...store.latest("chat", null, 9),
        ...store.summaries("chat", "demo", 9),
      ];
      expect(read.filter(({ verdict }) => !verdicts.includes(verdict))).toEqual([]);
      store.run(fakeRunNumber(1).id);
      store.states("demo");
      store.changes(0);
      store.counts(0);
      store.leftovers.list(null).forEach(({ createdMs }) => expect(typeof createdMs).toBe("number"));
      expect(Object.values(store.warmSteps("demo", "chat")).filter((ms) => typeof ms !== "number")).toEqual([]);
      store.waiting(fakeRunNumber(2).id);
      store.outbox.next(9).forEach(({ point }) => expect(typeof point.measurement).toBe("string"));
      store.outbox.stats();
      store.outbox.backoff();
      store.outbox.deadLetters.list(9);
      store.prune(fakeRunNumber(3).startedAtMs);
      store.close();
    }),
    { numRuns: 60 },
  );
});

test("counters that cannot be read are a damaged store, and said to be one", () => {
  const { store, raw } = temporaryStore();
  raw().exec("UPDATE delivery SET rows = 'many'");
  expect(() => store.outbox.stats()).toThrow(StoreDamagedError);
});
