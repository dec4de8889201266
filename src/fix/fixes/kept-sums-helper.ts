import type { SummedWalk } from "../../diagnose/rules/walked-again/summed-walk.ts";
import { oneLine, SAME, shapeOf, type KeptHelper, type Text } from "./kept-walk-parts.ts";

/** `for x in xs: total += x; if total >= n: break`: the sums are made in the order and from the start that the loop makes them in. */
export function summedHelper(asked: SummedWalk, text: Text): KeptHelper {
  const { side, target, summand, sought, list, beside, initial } = asked;
  const shape = summand && shapeOf(target, [{ node: summand, by: "value" }], text).join(" and ");
  const isWhole = summand === undefined || summand.kind === target.node.kind;
  const values = isWhole ? "new" : `[${text(summand)} for ${text(target.node)} in new]`;
  const [one, all] = walkedIn(asked);
  const fits = beside === undefined ? "" : " and type(beside) is list and len(beside) == len(items)";
  const start = text(initial);
  return {
    name: "sums_reached",
    needs: [`from bisect import bisect_${side}`, "from itertools import accumulate"],
    written: (
      name,
      [bisect = "", accumulate = ""],
    ) => `def ${name}(kept, items, least${beside === undefined ? "" : ", beside"}):
    """The sum in front of the first in \`${oneLine(text(asked.whole))}\` with which it comes to \`least\`, or of the last, and that one: all that a walk has to see."""
    if type(items) is list:
        last = kept[0]
        sums = last[1] if ${SAME} else [${start}]
        if sums is not None and len(sums) <= len(items):
            new = items[len(sums) - 1:]
            new = ${shape === undefined || shape === "" ? values : `${values} if ${shape} else [None]`}
            if set(map(type, new)) <= {float, int}:
                more = list(${accumulate}(new, initial=sums[-1]))
                sums = sums + more[1:] if all(a <= b for a, b in zip(more, more[1:])) else None
            else:
                sums = None
            kept[0] = items, sums
        if items and sums is not None and len(sums) == len(items) + 1 and type(least) in (float, int)${fits}:
            if least == least:
                at = min(${bisect}(sums, least, 1) - 1, len(items) - 1)
                return sums[at], [${one}]
    return ${start}, ${all}`,
    called: (name, kept) =>
      `${name}(${[kept, text(list), text(sought), ...(beside === undefined ? [] : [text(beside)])].join(", ")})`,
  };
}

/** The one turn that is left of the walk, and the whole of it. */
function walkedIn({ pairing, isCounted }: SummedWalk): readonly [string, string] {
  if (pairing === "places") return ["(at, beside[at])", "enumerate(beside)"];
  if (pairing === "behind") return ["(beside[at], items[at])", "zip(beside, items)"];
  if (pairing === "before") return ["(items[at], beside[at])", "zip(items, beside)"];
  return isCounted ? ["(at, items[at])", "enumerate(items)"] : ["items[at]", "items"];
}
