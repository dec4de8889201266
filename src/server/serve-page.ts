import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "../present/html/page.tsx";
import { admit, type Keys } from "./admit.ts";

/** A page that is being served on this machine. */
export interface ServedPage {
  /** With a token that works once. */
  readonly address: string;
  /** Resolves when the signal has ended it and every connection is gone. */
  readonly ended: Promise<void>;
}

/** Serves one page on a free port of the loopback interface until the signal comes. `render` is asked at every look. */
export async function servePage(render: () => Promise<Page>, signal: AbortSignal): Promise<ServedPage> {
  let keys: Keys = {
    port: 0,
    token: randomBytes(24).toString("base64url"),
    secret: randomBytes(24).toString("base64url"),
  };
  const { token } = keys;
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 }, (request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const admission = admit(request, keys);
    if (admission.kind === "refused") return refuse(response, admission);
    if (admission.kind === "redeemed") {
      keys = { ...keys, token: undefined };
      response.writeHead(303, { ...HEADERS, Location: `/${keys.secret}/` }).end();
      return;
    }
    const { html, policy } = await render();
    const body = Buffer.from(html);
    const headers = { ...HEADERS, "Content-Security-Policy": `${policy}; frame-ancestors 'none'` };
    response.writeHead(200, { ...headers, "Content-Type": "text/html; charset=utf-8", "Content-Length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  keys = { ...keys, port: (server.address() as AddressInfo).port };
  return { address: `http://127.0.0.1:${keys.port}/?token=${token}`, ended: untilAborted(server, signal) };
}

/** Nothing is kept, framed, guessed at or told to others. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

function refuse(
  response: ServerResponse,
  { status, because }: { readonly status: number; readonly because: string },
): void {
  const headers = {
    ...HEADERS,
    "Content-Security-Policy": "default-src 'none'",
    "Content-Type": "text/plain; charset=utf-8",
  };
  response.writeHead(status, headers).end(`${because}\n`);
}

async function untilAborted(server: Server, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
