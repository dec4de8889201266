import { expect, test } from "vitest";
import { admit, type Keys } from "../../src/server/admit.ts";

const keys: Keys = { port: 4711, token: "token", secret: "secret" };
const host = "127.0.0.1:4711";

function ask(url: string, headers: Record<string, string> = {}, method = "GET", with_: Partial<Keys> = {}): string {
  const admission = admit({ method, url, headers: { host, ...headers } }, { ...keys, ...with_ });
  return admission.kind === "refused" ? String(admission.status) : admission.kind;
}

test("the token opens once, the secret as long as the server lives", () => {
  expect(ask("/?token=token")).toBe("redeemed");
  expect(ask("/?token=token", {}, "GET", { token: undefined })).toBe("403");
  expect(ask("/?token=token", {}, "HEAD")).toBe("403");
  expect(ask("/secret/")).toBe("page");
  expect(ask("/secret/", { "sec-fetch-site": "same-origin", origin: `http://${host}` })).toBe("page");
});

test("profiles and the live stream are behind the same secret, for the page's own requests alone", () => {
  const own = { "sec-fetch-site": "same-origin" };
  expect([ask("/secret/profiles", own), ask("/secret/live", own)]).toEqual(["profiles", "live"]);
  for (const url of [
    "/profiles",
    "/live",
    "/secre/live",
    "/secret/../secret/live",
    "/secret/live?x",
    "/token/profiles",
  ])
    expect(ask(url, own), url).toBe("404");
  for (const url of ["/secret/profiles", "/secret/live"]) {
    expect(ask(url, { origin: "https://example.org" }), url).toBe("403");
    expect(ask(url, { "sec-fetch-site": "cross-site" }), url).toBe("403");
    expect(ask(url, { host: "rebound.example:4711" }), url).toBe("400");
    expect(ask(url, own, "POST"), url).toBe("405");
  }
});

test("without them there is nothing", () => {
  for (const url of [
    "/",
    "/secret",
    "/secret/x",
    "/secret/../secret/",
    "//secret/",
    "/%73ecret/",
    "/../../etc/passwd",
    "/?x",
  ]) {
    expect(ask(url), url).toBe("404");
  }
  for (const url of ["/?token=", "/?token=tokem", "/?token=token&x=1", "/?token=undefined"])
    expect(ask(url), url).toBe("403");
  expect(ask("/?token=undefined", {}, "GET", { token: undefined })).toBe("403");
});

test("another name, another origin, another page and another method are refused, whatever they know", () => {
  expect(ask("/secret/", { host: "rebound.example:4711" })).toBe("400");
  expect(ask("/secret/", { host: "127.0.0.1" })).toBe("400");
  expect(ask("/?token=token", { origin: "https://example.org" })).toBe("403");
  expect(ask("/secret/", { origin: "null" })).toBe("403");
  expect(ask("/secret/", { "sec-fetch-site": "cross-site" })).toBe("403");
  expect(ask("/secret/", { "sec-fetch-site": "same-site" })).toBe("403");
  expect(ask("/secret/", {}, "POST")).toBe("405");
});
