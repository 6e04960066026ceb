import { createServer } from "node:http";

/** A process of its own: answers everything at once, and counts. `process.send` tells its URL, and the count whenever it is asked. */
let count = 0;
const body = JSON.stringify({ id: 1, name: "item", price: 20 });

const server = createServer((_request, response) => {
  count += 1;
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
}).listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});

process.on("message", () => process.send?.({ count }));
process.on("disconnect", () => process.exit());
