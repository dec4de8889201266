import { describe, expect, it } from "vitest";
import { seconds } from "../base/units.ts";
import type { ProfiledProcess } from "../profile/profile.ts";
import { drawProfile } from "./drawn-profile.ts";
import { rank } from "./rank.ts";
import type { Nature } from "./ranking.ts";

/** The nature of a program of one process of ten seconds. */
function nature(process: Partial<Record<"computing" | "gilWait" | "collecting", number>>): Nature {
  const { computing = 10, gilWait = 0, collecting = 0 } = process;
  const times = { computing: seconds(computing), gilWait: seconds(gilWait), collecting: seconds(collecting) };
  return rank(drawProfile("main", { processes: [times] })).nature;
}

const child = { argv: ["python", "child.py"] };

describe("the nature of a program", () => {
  it("is computing where it mostly computes", () => {
    const { waiting, ...rest } = nature({ computing: 9 });
    expect(rest).toEqual({ kind: "computing", computing: 0.9, gilWait: 0, allocating: 0 });
    expect(waiting).toBeCloseTo(0.1);
  });

  it("is waiting where more than half of the time nothing computes", () => {
    expect(nature({ computing: 4.9 }).kind).toBe("waiting");
    expect(nature({ computing: 5.1 }).kind).toBe("mixed");
  });

  it("is bound by the GIL where another thread could compute half of the time", () => {
    expect(nature({ computing: 10, gilWait: 5 }).kind).toBe("gil-bound");
    expect(nature({ computing: 10, gilWait: 4 }).kind).toBe("computing");
    expect(nature({ computing: 3, gilWait: 6 }).kind).toBe("waiting");
  });

  it("is allocating where a quarter goes into the garbage collector", () => {
    expect(nature({ collecting: 2.5 }).kind).toBe("allocating");
    expect(nature({ collecting: 2.4 }).kind).toBe("computing");
  });

  it("has fractions that add up, whatever a clock says", () => {
    const { computing, waiting } = nature({ computing: 10.4 });
    expect(computing + waiting).toBe(1);
  });

  it("is the children's where the root process only waits for them", () => {
    const working: Partial<ProfiledProcess> = { ...child, wall: seconds(9), computing: seconds(8.8) };
    const profile = drawProfile(
      `
        main  work
        std:subprocess.py!Popen.wait  -
        thread  0  1
        cpu  0  8.8
        blocked  9  0
      `,
      { processes: [{ computing: seconds(0.5) }, working] },
    );
    expect(rank(profile).nature).toMatchObject({ kind: "computing" });
    expect(rank(profile).nature.computing).toBeCloseTo(9.3 / 10);
  });

  it("is waiting where a child waits and the root waits for it", () => {
    const profile = drawProfile(
      `
        main  fetch
        std:subprocess.py!Popen.wait  -
        thread  0  1
        cpu  0  0.2
        blocked  9  8.6
      `,
      { processes: [{ computing: seconds(0.5) }, { ...child, wall: seconds(9), computing: seconds(0.2) }] },
    );
    expect(rank(profile).nature.kind).toBe("waiting");
  });
});
