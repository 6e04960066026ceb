import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl";

export interface SignInServer {
  url: string;
  close(): Promise<void>;
}

/** Lets everybody sign in as `u-1`, and knows nothing else. */
export async function startSignIn(): Promise<SignInServer> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: 900, user: { id: "u-1", email: "p@x.io" } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
