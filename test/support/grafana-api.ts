import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { once } from "node:events";

type Json = Record<string, unknown>;

export interface Stored {
  dashboard: Json;
  id: number;
  version: number;
  folderUid: string;
  provisioned: boolean;
}

/** What is done instead of answering a request; `false`: answer it as usual. */
export type Interruption = (request: { method: string; path: string }, response: ServerResponse) => boolean;

/** A server that behaves as Grafana's HTTP API does for folders, dashboards and data sources, as documented for versions 10 to 12. */
export interface GrafanaApi {
  /** With the sub-path that it is served below. */
  url: string;
  token: string;
  dashboards: Map<string, Stored>;
  folders: Map<string, string>;
  dataSources: Set<string>;
  /** `METHOD path` of every request, in order. */
  requests: string[];
  interrupt: Interruption;
  close(): Promise<void>;
}

const subPath = "/grafana";

export async function startGrafanaApi(): Promise<GrafanaApi> {
  const server = createServer((request, response) => {
    void read(request).then((body) => respond(api, request, body, response));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const api: GrafanaApi = {
    url: `http://127.0.0.1:${port}${subPath}`,
    token: "glsa_0123456789abcdefghijklmnopqrstuv_01234567",
    dashboards: new Map(),
    folders: new Map(),
    dataSources: new Set(["sonde-influxdb"]),
    requests: [],
    interrupt: () => false,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return api;
}

async function read(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? {} : (JSON.parse(text) as Json);
}

function respond(
  api: GrafanaApi,
  { method = "", url = "", headers }: IncomingMessage,
  body: Json,
  response: ServerResponse,
): void {
  const path = url.startsWith(`${subPath}/`) ? url.slice(subPath.length) : null;
  api.requests.push(`${method} ${path ?? url}`);
  if (path !== null && api.interrupt({ method, path }, response)) return;
  const { status, answer } = answerTo(api, method, path, headers.authorization, body);
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(JSON.stringify(answer));
}

interface Answer {
  status: number;
  answer: Json;
}

function answerTo(api: GrafanaApi, method: string, path: string | null, authorization: string | undefined, body: Json): Answer {
  if (path === null) return { status: 404, answer: { message: "Not found" } };
  if (authorization !== `Bearer ${api.token}`) return { status: 401, answer: { message: "Invalid API key" } };
  const [, kind = "", uid = ""] = /^\/api\/(folders|dashboards\/uid|datasources\/uid)\/([\w-]+)$/.exec(path) ?? [];
  if (method === "GET" && kind === "folders") return folder(api, uid);
  if (method === "GET" && kind === "dashboards/uid") return dashboard(api, uid);
  if (method === "GET" && kind === "datasources/uid") return dataSource(api, uid);
  if (method === "POST" && path === "/api/folders") return makeFolder(api, body);
  if (method === "POST" && path === "/api/dashboards/db") return saveDashboard(api, body);
  return { status: 404, answer: { message: "Not found" } };
}

function folder({ folders }: GrafanaApi, uid: string): Answer {
  const title = folders.get(uid);
  return title === undefined
    ? { status: 404, answer: { message: "folder not found", status: "not-found" } }
    : { status: 200, answer: { id: 1, uid, title } };
}

function dataSource({ dataSources }: GrafanaApi, uid: string): Answer {
  return dataSources.has(uid) ? { status: 200, answer: { uid } } : { status: 404, answer: { message: "Data source not found" } };
}

function makeFolder(api: GrafanaApi, { uid, title }: Json): Answer {
  if (typeof uid !== "string" || typeof title !== "string") return { status: 400, answer: { message: "bad request data" } };
  const exists = api.folders.has(uid) || [...api.folders.values()].includes(title);
  if (exists) return { status: 409, answer: { message: "a folder with the same name already exists in the current location" } };
  api.folders.set(uid, title);
  return folder(api, uid);
}

function dashboard({ dashboards, folders }: GrafanaApi, uid: string): Answer {
  const stored = dashboards.get(uid);
  if (!stored) return { status: 404, answer: { message: "Dashboard not found" } };
  const { id, version, folderUid, provisioned } = stored;
  const meta = { slug: uid, version, folderUid, folderTitle: folders.get(folderUid) ?? "General", provisioned };
  return { status: 200, answer: { meta, dashboard: { ...stored.dashboard, id, version } } };
}

function saveDashboard(api: GrafanaApi, { dashboard: sent, folderUid, overwrite }: Json): Answer {
  const given = sent as Json & { uid?: string; title?: string; version?: number };
  const { uid = "", title = "", version = 0 } = given;
  if (title === "") return { status: 400, answer: { message: "Dashboard title cannot be empty" } };
  if (typeof folderUid !== "string" || !api.folders.has(folderUid))
    return { status: 404, answer: { message: "folder not found" } };
  const stored = api.dashboards.get(uid);
  if (stored?.provisioned) return { status: 400, answer: { message: "Cannot save provisioned dashboard" } };
  if (stored && stored.version !== version && overwrite !== true)
    return { status: 412, answer: { message: "The dashboard has been changed by someone else", status: "version-mismatch" } };
  const id = stored?.id ?? api.dashboards.size + 1;
  const saved = { dashboard: given, id, version: (stored?.version ?? 0) + 1, folderUid, provisioned: false };
  api.dashboards.set(uid, saved);
  return { status: 200, answer: { id, uid, status: "success", version: saved.version, slug: uid, url: `/d/${uid}`, folderUid } };
}
