import { describe, expect, it } from "vitest";
import { chooseCollector } from "../src/collect/collectors.ts";
import { expectRefusal, makeProject, slowProgram } from "./command/hasten.ts";
import { makeWorld } from "./launch/world.ts";

interface Document {
  readonly run: {
    readonly collector: string;
    readonly rate: number;
    readonly samples: number;
    readonly wall_s: number;
  };
}

const project = makeProject({ "app.py": slowProgram(4500) });

const chooseSampler = (): unknown => chooseCollector("sampler", makeWorld({ platform: "darwin" }));

describe("the choice of the collector", () => {
  it("is the sampler on Linux, and says why it is another one elsewhere", () => {
    const linux = chooseCollector(undefined, makeWorld({ platform: "linux" }));
    expect([linux.collector.id, linux.notes]).toEqual(["sampler", []]);
    const { collector, notes } = chooseCollector(undefined, makeWorld({ platform: "darwin" }));
    expect(collector.id).toBe("in-process");
    expect(notes).toEqual([expect.stringMatching(/^The collector sampler cannot be used here: .* on Linux only\.$/u)]);
  });

  it("is refused with the reason where the one that was asked for cannot be used", () => {
    expect(chooseSampler).toThrow(/^The collector sampler cannot be used here: .* on Linux only\.$/u);
  });

  it("is the user's, with the rate, and is printed", async () => {
    const words = ["run", "--collector", "in-process", "--rate", "100", "app.py"];
    const [told, printed] = [await project.hasten(words), await project.hasten(["show", "--json"])];
    expect(told.status, told.stderr).toBe(0);
    expect(told.stderr).toMatch(/ samples \(in-process, 100 looks a second\)/u);
    const { run } = JSON.parse(printed.stdout) as Document;
    expect(run).toMatchObject({ collector: "in-process", rate: 100 });
    expect(run.samples).toBeLessThan(run.wall_s * 150);
  });

  it.runIf(process.platform === "linux")("takes the rate for the sampler too", async () => {
    const { stdout } = await project.hasten(["run", "--json", "--rate", "50", "app.py"]);
    const { run } = JSON.parse(stdout) as Document;
    expect(run).toMatchObject({ collector: "sampler", rate: 50 });
    expect(run.samples).toBeLessThan(run.wall_s * 100);
  });

  it("takes no other word, and no rate of nothing", async () => {
    await expectRefusal(
      project,
      ["run", "--collector", "magic", "app.py"],
      /takes sampler or in-process, not "magic"/u,
    );
    await expectRefusal(project, ["run", "--rate", "0", "app.py"], /--rate takes a number above 0, not "0"/u);
  });
});
