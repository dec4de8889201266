import { describe, expect, it } from "vitest";
import type { World } from "../../base/world.ts";
import { collectorEnvironment } from "./environment.ts";

function worldWith(env: World["env"]): World {
  return {
    cwd: "/project",
    env,
    platform: "linux",
    now: () => 0,
    random: () => 0.5,

    stdinIsTerminal: false,
    stdinHasInput: false,
    signal: new AbortController().signal,
    report: () => undefined,
    pid: 7,
    packageFolder: "/hasten",
  };
}

describe("collectorEnvironment", () => {
  it("adds no working directory to the search path of a program that had none", () => {
    for (const env of [{}, { PYTHONPATH: "" }]) {
      expect(collectorEnvironment(worldWith(env), "/records", ["sampler"])["PYTHONPATH"]).toBe("/hasten/python/boot");
    }
  });

  it("keeps an empty entry, which means the working directory", () => {
    const env = collectorEnvironment(worldWith({ PYTHONPATH: ":lib" }), "/records", ["sampler"]);
    expect(env["PYTHONPATH"]).toBe("/hasten/python/boot::lib");
  });

  it("stands in front once when it is started under itself", () => {
    const env = collectorEnvironment(worldWith({ PYTHONPATH: "lib:/hasten/python/boot" }), "records", ["a", "b"]);
    expect(env).toEqual({
      PYTHONPATH: "/hasten/python/boot:lib",
      HASTEN_DIR: "/project/records",
      HASTEN_COLLECT: "a,b",
      HASTEN_PID: "7",
    });
  });
});
