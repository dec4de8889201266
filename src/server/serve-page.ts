import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Refusal } from "../base/refusal.ts";
import type { Page } from "../present/html/page.tsx";
import { admit, type Keys } from "./admit.ts";
import type { EventStream } from "./event-stream.ts";

/** What is served. */
export interface Served {
  readonly page: Page;
  /** As `packColumns` writes them; of a live page there are none. */
  readonly profiles?: Promise<Uint8Array>;
  readonly live?: EventStream;
}

/** A page that is being served on this machine. */
export interface ServedPage {
  /** With a token that works once. */
  readonly address: string;
  /** Resolves when the signal has ended it and every connection is gone. */
  readonly ended: Promise<void>;
}

/** Serves one page on a free port of the loopback interface until the signal comes. */
export async function servePage(served: Served, signal: AbortSignal): Promise<ServedPage> {
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
    await give(admission.kind, served, response, request.method === "HEAD");
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

const BARE = { ...HEADERS, "Content-Security-Policy": "default-src 'none'" } as const;

async function give(
  kind: "page" | "profiles" | "live",
  { page, profiles, live }: Served,
  response: ServerResponse,
  isHead: boolean,
): Promise<void> {
  if (kind === "page") {
    const headers = { ...HEADERS, "Content-Security-Policy": `${page.policy}; frame-ancestors 'none'` };
    send(response, Buffer.from(page.html), { ...headers, "Content-Type": "text/html; charset=utf-8" }, isHead);
  } else if (kind === "profiles" && profiles !== undefined) {
    try {
      send(response, await profiles, { ...BARE, "Content-Type": "application/octet-stream" }, isHead);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(response, { status: 404, because: error.message });
    }
  } else if (kind === "live" && live !== undefined && !isHead) {
    response.writeHead(200, { ...BARE, "Content-Type": "text/event-stream" });
    live.add(response);
  } else {
    refuse(response, { status: 404, because: "There is nothing here." });
  }
}

function send(
  response: ServerResponse,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  isHead: boolean,
): void {
  response.writeHead(200, { ...headers, "Content-Length": body.length });
  response.end(isHead ? undefined : body);
}

function refuse(
  response: ServerResponse,
  { status, because }: { readonly status: number; readonly because: string },
): void {
  response.writeHead(status, { ...BARE, "Content-Type": "text/plain; charset=utf-8" }).end(`${because}\n`);
}

async function untilAborted(server: Server, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
