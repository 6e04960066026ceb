import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { boardFiles, generatedFiles } from "./files.ts";
import { boardUids, dataSource } from "./grafana/names.ts";
import { nowhere, settingsFrom } from "./settings.ts";

const annotationColumns = ["textColumn", "titleColumn", "tagsColumn", "timeEndColumn"] as const;

interface Json {
  [key: string]: unknown;
}
interface Target {
  refId: string;
  datasource: unknown;
  query: string;
  rawQuery: boolean;
  resultFormat: string;
}
interface Panel {
  id: number;
  type: string;
  title: string;
  description: string;
  datasource: unknown;
  /** Rows have none. */
  targets?: Target[];
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig: { defaults: { unit: string }; overrides: { properties: { id: string; value?: unknown }[] }[] };
  transformations?: { id: string }[];
}
type AnnotationColumn = (typeof annotationColumns)[number];
interface Board extends Json {
  uid: string;
  title: string;
  description: string;
  refresh: string;
  schemaVersion: number;
  panels: Panel[];
  templating: { list: { name: string; type: string; description: string; query: string; datasource?: unknown }[] };
  annotations: {
    list: { target: Target & Partial<Record<AnnotationColumn, string>> & { fromAnnotations: boolean }; datasource: unknown }[];
  };
}

const files = boardFiles(settingsFrom({}));
const boards = Object.entries(files).map(([path, text]): [string, Board] => [path, JSON.parse(text) as Board]);
const panels = boards.flatMap(([, board]) =>
  board.panels
    .filter(({ type }) => type !== "row")
    .map((panel): [string, Panel, Board] => [`${board.uid} ${panel.id}`, panel, board]),
);

/** What Grafana 10 to 12 knows of, as far as panels here use it. */
const fieldSettings =
  /^(unit|decimals|min|max|color|mappings|thresholds|links|noValue|custom\.(width|minWidth|hidden|cellOptions|lineStyle|lineWidth|fillOpacity|showPoints))$/;
const transformations = new Set(["organize", "merge", "filterByValue", "filterFieldsByName", "calculateField", "sortBy"]);
const panelTypes = ["barchart", "heatmap", "stat", "state-timeline", "table", "timeseries"];

describe("committed files", () => {
  const folder = import.meta.dirname;

  test("are what the code makes: run `npm run dashboards`", () => {
    const paths = globSync(["generated/*.json", "provisioning/*/*.yml"], { cwd: folder });
    const committed = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
    expect(committed).toEqual(generatedFiles(settingsFrom({})));
  });

  test("are the same whenever they are made", () => {
    expect(generatedFiles(settingsFrom({}))).toEqual(generatedFiles(settingsFrom({})));
  });

  test("have the uids that alerts and bookmarks know", () => {
    expect(boards.map(([, { uid }]) => uid).sort()).toEqual(Object.values(boardUids).sort());
  });
});

describe.each(boards)("%s", (_, board) => {
  test("says what it is for, and looks anew by itself", () => {
    expect(board.description.length).toBeGreaterThan(20);
    expect(board.refresh).toMatch(/^\d+[sm]$/);
    expect(board.tags).toEqual(["sonde"]);
  });

  test("has an id of its own for every panel and row", () => {
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(Number.isInteger)).toBe(true);
  });

  test("has panels beside and below each other, none on another", () => {
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}/${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...board.panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
  });

  test("uses no variable that it does not have", () => {
    const known = new Set(board.templating.list.map(({ name }) => name));
    const queries = [
      ...board.panels.flatMap(({ targets = [] }) => targets),
      ...board.annotations.list.map(({ target }) => target),
    ];
    const texts = [...queries.map(({ query }) => query), ...board.templating.list.map(({ query }) => query ?? ""), board.title];
    const links = panelLinks(board);
    expect(variablesIn([...texts, ...links]).filter((name) => !known.has(name))).toEqual([]);
  });

  test("has variables that say what they are, and offer what there is", () => {
    for (const { type, description, query, datasource } of board.templating.list) {
      expect(description).not.toBe("");
      if (type === "query")
        expect([query, datasource]).toEqual([expect.stringMatching(/^(SHOW TAG VALUES|SELECT) /), dataSource]);
    }
  });

  test("has nothing that Grafana's own validation refuses", () => {
    const text = JSON.stringify(board);
    expect(text).not.toContain('"placement":"inControlsMenu"');
    expect(text).not.toMatch(/"value":null/);
    expect(board.schemaVersion).toBeGreaterThanOrEqual(36);
    expect(board.id).toBeUndefined();
  });

  test("takes annotations from their targets, with regions that end at epoch milliseconds", () => {
    for (const { target, datasource } of board.annotations.list) {
      expect(datasource).toEqual(dataSource);
      expect(target).toMatchObject({ fromAnnotations: true, textColumn: expect.any(String), titleColumn: expect.any(String) });
      for (const key of annotationColumns) {
        if (target[key] !== undefined) expect(target.query).toContain(`AS "${target[key]}"`);
      }
    }
  });

  test("leads to dashboards that exist", () => {
    const uids = panelLinks(board).flatMap((url) => [...url.matchAll(/\/d\/([\w-]+)/g)].map(([, uid]) => uid));
    expect(uids.filter((uid) => !Object.values<string | undefined>(boardUids).includes(uid))).toEqual([]);
  });
});

describe.each(panels)("panel %s", (_, panel) => {
  test("says what it shows, in which unit, from where", () => {
    expect(panelTypes).toContain(panel.type);
    expect(panel.title).not.toBe("");
    expect(panel.description.length).toBeGreaterThan(20);
    expect(panel.description).toMatch(/[.…)]$/);
    expect(panel.fieldConfig.defaults.unit).toMatch(/^\S/);
    expect(panel.datasource).toEqual(dataSource);
  });

  test("asks InfluxDB, within bounds of time, each target under a letter of its own", () => {
    const targets = panel.targets ?? [];
    expect(targets.length).toBeGreaterThan(0);
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    for (const { query, rawQuery, datasource } of targets) {
      expect([rawQuery, datasource]).toEqual([true, dataSource]);
      expect(query).toMatch(/\$timeFilter|time > now\(\) - \d+d/);
    }
  });

  test("is set up with what Grafana knows", () => {
    const ids = panel.fieldConfig.overrides.flatMap(({ properties }) => properties.map(({ id }) => id));
    expect(ids.filter((id) => !fieldSettings.test(id))).toEqual([]);
    expect((panel.transformations ?? []).map(({ id }) => id).filter((id) => !transformations.has(id))).toEqual([]);
  });
});

test("links to runs and logs lead nowhere until something is configured", () => {
  expect(settingsFrom({})).toEqual({ runUrl: nowhere, logsUrl: nowhere });
  const urls = settingsFrom({ SONDE_RUN_URL: "https://sonde.example/runs/", SONDE_LOGS_URL: "https://logs.example/?trace=" });
  const journey = JSON.parse(boardFiles(urls)["generated/sonde-journey.json"] ?? "") as Board;
  expect(journey.templating.list.find(({ name }) => name === "logs_url")?.query).toBe("https://logs.example/?trace=");
});

function panelLinks(board: Board): string[] {
  return [...JSON.stringify(board).matchAll(/"url":"((?:[^"\\]|\\.)*)"/g)].map(([, url]) => url ?? "");
}

/** Grafana's own begin with two underscores. */
function variablesIn(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(/\$\{?([A-Za-z]\w*)/g)].map(([, name]) => name ?? ""));
  return [...new Set(names)].filter((name) => name !== "timeFilter");
}
