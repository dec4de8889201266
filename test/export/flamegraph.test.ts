import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { profileFromText } from "../../src/profile/profile-from-text.ts";
import type { Profile } from "../../src/profile/profile.ts";
import { makeFolder } from "../launch/world.ts";
import { describedPythons } from "../pythons.ts";
import { drawn, exportedText } from "./drawn.ts";

/** Reads the file as XML does: names, attributes and texts as a viewer gets them. */
const READ = `
import json, sys, xml.etree.ElementTree as tree
space = "{http://www.w3.org/2000/svg}"
root = tree.parse(sys.argv[1]).getroot()
boxes = [
  dict(box.attrib, hint=box.find(space + "title").text, text=box.find(space + "text").text or "")
  for box in root.findall(space + "svg")
]
links = [value for each in root.iter() for key, value in each.attrib.items() if "href" in key or key == "src"]
print(json.dumps({"boxes": boxes, "script": root.find(space + "script").text, "style": root.find(space + "style").text,
  "links": links, "words": [each.text for each in root.findall(space + "text")], "height": root.attrib["height"]}))
`;

interface Box {
  readonly class: string;
  readonly hint: string;
  readonly text: string;
  readonly x: string;
  readonly y: string;
  readonly width: string;
}

interface Page {
  readonly boxes: readonly Box[];
  readonly script: string;
  readonly style: string;
  readonly links: readonly string[];
  readonly words: readonly string[];
}

function read(profile: Profile): Page {
  const file = join(makeFolder(), "app.svg");
  writeFileSync(file, exportedText("flamegraph", "wall", profile));
  const [python] = describedPythons();
  const printed = execFileSync(python?.executable ?? "python3", ["-c", READ, file], { encoding: "utf8" });
  return JSON.parse(printed) as Page;
}

describe("flamegraph", () => {
  const page = read(drawn);

  it("draws callers above what they call, as wide as their share, the heaviest first", () => {
    const drawing = page.boxes.map(({ hint, x, width, y }) => {
      return `${y} ${hint.split("\n")[0]} ${Number.parseFloat(x).toFixed(1)}+${Number.parseFloat(width).toFixed(1)}`;
    });
    expect(drawing).toEqual([
      "96 all 0.0+100.0",
      "114 __main__.serve 0.0+51.6",
      "132 threading.wait 0.0+51.6",
      "150 acquire 0.0+51.6",
      "114 __main__.main 51.6+48.4",
      "132 json.a.<b>&\"' 51.6+25.8",
      "132 __main__.fib 77.4+12.9",
      "150 __main__.fib 77.4+12.9",
      "168 __main__.fib 77.4+12.9",
      "132 np.x.dot 90.3+6.5",
      "132 <GC> 96.8+3.2",
    ]);
  });

  it("says share, time, samples and place of every box", () => {
    const hints = page.boxes.map(({ hint }) => hint);
    expect(hints).toContain("__main__.main\n/project/app.py:1\n48.4 % · 3.75 s · 38 samples · self 0.0 %");
    expect(hints).toContain("acquire\n51.6 % · 4.00 s · 40 samples · self 51.6 %");
    expect(page.words[1]).toContain("share of wall time (7.75 s), 3 threads added up");
  });

  it("gives every kind of code a hue of its own, in light and in dark", () => {
    const kinds = page.boxes.map((box) => box.class.split(" ")[1]);
    const [own, standard] = ["project", "standard-library"];
    expect(kinds.slice(1)).toEqual([own, standard, "native", own, standard, own, own, own, "library", "gc"]);
    const [light = "", dark = ""] = page.style.split("@media (prefers-color-scheme:dark)");
    for (const kind of ["project", "standard-library", "library", "native", "gc"]) {
      const colours = [light, dark].flatMap((rules) => [
        ...rules.matchAll(new RegExp(`\\.${kind}\\.s\\d rect\\{fill:(#[0-9a-f]{6})`, "g")),
      ]);
      expect(new Set(colours.map(([, colour]) => colour)).size, kind).toBe(6);
    }
  });

  it("holds everything that it needs", () => {
    expect(page.links).toEqual([]);
    expect(page.style + page.script).not.toMatch(/https?:|url\(|import|fetch|eval/u);
    expect(() => new Script(page.script)).not.toThrow();
  });

  it("keeps names from becoming markup, whatever a program calls its functions", () => {
    const evil = `]]></title><script>alert(1)</script>&"'\0\u0007\u{D800}\u{FFFF}`;
    const [first, ...rest] = drawn.functions;
    if (first === undefined) throw new Error("no functions");
    const { boxes, script } = read({
      ...drawn,
      functions: [{ ...first, module: "", qualname: evil, file: evil }, ...rest],
    });
    expect(boxes).toHaveLength(page.boxes.length);
    expect(boxes.some(({ hint }) => hint.startsWith(`]]></title><script>alert(1)</script>&"'\u{FFFD}\u{FFFD}`))).toBe(
      true,
    );
    expect(script).toBe(page.script);
  });

  it("leaves out what is narrower than a tenth of a pixel, and says how many", () => {
    const narrow = profileFromText(Array.from({ length: 2 }, () => "main").join(" "));
    const [weight] = narrow.weights;
    if (weight === undefined) throw new Error("no weights");
    const [main, other] = profileFromText("main other").functions;
    if (main === undefined || other === undefined) throw new Error("no functions");
    const [frame] = narrow.frames;
    if (frame === undefined) throw new Error("no frames");
    const both: Profile = {
      ...narrow,
      functions: [main, other],
      frames: [frame, { ...frame, function: 1 }],
      stacks: [
        { parent: -1, frame: 0 },
        { parent: 0, frame: 1 },
      ],
      weights: [weight, { ...weight, stack: 1, wall: (weight.wall * 5e-5) as typeof weight.wall }],
    };
    const { boxes, words } = read(both);
    expect(boxes.map(({ text }) => text)).toEqual(["all", "__main__.main"]);
    expect(words[1]).toContain("1 narrower boxes not drawn");
  });
});
