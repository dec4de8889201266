import { pythonHas } from "../../base/python-facts.ts";
import type { PythonFacts } from "../../collect/observation.ts";
import type { Hotspot } from "../../rank/ranking.ts";
import { formatPercent } from "../format/number.ts";

/** Below this part of its time a row hardly waits for the GIL. */
const MATTERS = 0.2;

/** What to do about threads that wait for the GIL, for the build that the program runs on; nothing where they do not. */
export function gilAdvice({ nature }: Hotspot, { gil, version }: PythonFacts): readonly string[] {
  if (nature === undefined || gil === "off" || nature.gilWait < MATTERS) return [];
  const [major = 3, minor = 8] = version.split(".").map(Number);
  const others = [
    ...(pythonHas("subinterpreters", [major, minor]) ? ["InterpreterPoolExecutor"] : []),
    ...(pythonHas("free-threading-supported", [major, minor]) ? [`the free-threaded build of ${major}.${minor}`] : []),
  ];
  const more = others.length === 0 ? "" : ` So would ${others.join(" and ")}.`;
  return [
    `its threads computed in turn: ${formatPercent(nature.gilWait)} of their time they waited for the GIL`,
    `ProcessPoolExecutor would let them compute at once, if what they are given and return can be pickled and they change nothing that they share.${more}`,
  ];
}
