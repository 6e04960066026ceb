import { expect, test } from "vitest";
import { explaining } from "./explain.ts";

const sqlite = (errcode: number) => Object.assign(new Error("in SQLite's words"), { code: "ERR_SQLITE_ERROR", errcode });
const system = (code: string) => Object.assign(new Error(`${code}: in the system's words`), { code });

test.each([
  ["a lock that was held too long", sqlite(5), "StoreBusyError", "held by another process"],
  ["a lock while another recovers (extended code)", sqlite(261), "StoreBusyError", "held by another process"],
  ["a full disk", sqlite(13), "StoreFullError", "Everything stored before is intact"],
  ["a full disk under the shared memory", sqlite(4874), "StoreFullError", "Everything stored before is intact"],
  ["a full disk of the system's", system("ENOSPC"), "StoreFullError", "Everything stored before is intact"],
  ["a quota", system("EDQUOT"), "StoreFullError", "Everything stored before is intact"],
  ["a page that is wrong (extended code)", sqlite(267), "StoreDamagedError", "in SQLite's words"],
  ["a file of another kind", sqlite(26), "StoreDamagedError", "in SQLite's words"],
  ["a disk that fails", sqlite(10), "StoreDiskError", "in SQLite's words"],
  ["a disk that only reads", sqlite(8), "StoreOpenError", "in SQLite's words"],
  ["a folder without permission", system("EACCES"), "StoreOpenError", "EACCES"],
])("%s", (_name, cause, name, words) => {
  const act = () =>
    explaining("/stores/sonde.db", () => {
      throw cause;
    });
  expect(act).toThrow(expect.objectContaining({ name, cause, message: expect.stringContaining(words) }));
  expect(act).toThrow("/stores/sonde.db");
});

test.each([
  ["a broken constraint", sqlite(19)],
  ["a fault of the code", new TypeError("no function")],
])("%s is a fault of ours and stays what it is", (_name, cause) => {
  expect(() =>
    explaining("/stores/sonde.db", () => {
      throw cause;
    }),
  ).toThrow(cause);
});
