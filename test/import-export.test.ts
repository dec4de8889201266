import { describe, expect, it } from "vitest";
import { IMPORTERS } from "../src/profile/import/importers.ts";
import { EXPORTERS } from "../src/profile/export/exporters.ts";
import { profileFromText } from "../src/profile/profile-from-text.ts";
import { frameKindsOf } from "../src/rank/frame-kinds.ts";
import { gunzipSync } from "node:zlib";
import { secondsOf } from "./import/profile-text.ts";

const drawn = profileFromText(`
  main  main  main  main  main
  load  load  load  parse parse
  read  read  -     next  walk
  -     -     -     -     next
`);

/** What each function took, in samples of 10 ms. */
function amountsOf(profile: typeof drawn): Record<string, string> {
  const amounts = [...secondsOf(profile)].map(([key, { own, inclusive }]) => {
    return [
      (key.split(" ")[0] ?? "").replace(/^__main__\./, ""),
      `${Math.round(own * 100)} of ${Math.round(inclusive * 100)}`,
    ];
  });
  return Object.fromEntries(
    amounts.filter(([name]) => /^(?:main|load|parse|read|next|walk)$/.test(name ?? "")),
  ) as Record<string, string>;
}

describe("what hasten exports", () => {
  it.each(["collapsed", "speedscope", "pprof", "gecko", "pstats", "chrometrace"])(
    "has the same times when it is imported again: %s",
    (id) => {
      const exporter = EXPORTERS.find((one) => one.id === id);
      const mode = id === "collapsed" ? "samples" : "wall";
      const written = exporter?.write(drawn, mode, { title: "app.py", kinds: frameKindsOf(drawn) }) ?? new Uint8Array();
      const bytes = written[0] === 0x1f ? gunzipSync(written) : written;
      const taker = IMPORTERS.find(({ looksLikeMine }) => looksLikeMine("profile", bytes.subarray(0, 4096)));
      expect(taker?.id).toBe(id);
      expect(taker && amountsOf(taker.read(bytes).profile)).toEqual(amountsOf(drawn));
    },
  );
});
