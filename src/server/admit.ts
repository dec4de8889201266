import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What a request is answered with: the page or what belongs to it, the way to it, or a status that says no. */
export type Admission =
  | { readonly kind: "page" }
  | { readonly kind: "profiles" }
  | { readonly kind: "live" }
  | { readonly kind: "redeemed" }
  | { readonly kind: "refused"; readonly status: 400 | 403 | 404 | 405; readonly because: string };

/** What opens the door. */
export interface Keys {
  readonly port: number;
  /** In the address that is printed; undefined once it was used. */
  readonly token: string | undefined;
  /** In the address that the browser is sent on to; never printed. */
  readonly secret: string;
}

const refused = (status: 400 | 403 | 404 | 405, because: string): Admission => ({ kind: "refused", status, because });

/**
 * Lets in who has the token or the secret, by this machine's own name, from a page of this server's or from none.
 * Whoever made a browser send the request cannot be told from the user otherwise: a name that was made to point here
 * (DNS rebinding) is a foreign `Host`, a page elsewhere a foreign `Origin` or `Sec-Fetch-Site`.
 */
export function admit(request: Asked, keys: Keys): Admission {
  return objection(request, keys.port) ?? admitTo(request, keys);
}

type Asked = Pick<IncomingMessage, "method" | "url" | "headers">;

/** What speaks against a request, wherever it goes. */
function objection({ method, headers }: Asked, port: number): Admission | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? "")) return refused(400, "This server answers to its own address alone.");
  if (method !== "GET" && method !== "HEAD") return refused(405, "There is nothing here but a page to read.");
  const isForeign = headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`);
  const site = headers["sec-fetch-site"] ?? "none";
  if (!isForeign && (site === "none" || site === "same-origin")) return undefined;
  return refused(403, "Another page may not ask for this one.");
}

function admitTo({ method, url = "" }: Asked, { token, secret }: Keys): Admission {
  if (isSame(url, `/${secret}/`)) return { kind: "page" };
  if (isSame(url, `/${secret}/profiles`)) return { kind: "profiles" };
  if (isSame(url, `/${secret}/live`)) return { kind: "live" };
  if (!url.startsWith("/?token=")) return refused(404, "There is nothing here.");
  // A look at the headers alone must not use the token up.
  if (method === "GET" && token !== undefined && isSame(url, `/?token=${token}`)) return { kind: "redeemed" };
  return refused(403, "This address was used already, or never was one. Start hasten open again for a new one.");
}

/** Takes as long for a near miss as for a wide one. */
function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}
