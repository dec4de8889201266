import type { Fold } from "../../diagnose/rules/walked-again/folds.ts";
import { foldGuard, oneLine, original, SAME, valuesIn, type KeptHelper, type Text } from "./kept-walk-parts.ts";

/** More elements than these take some 40 MB. */
const MOST = 1 << 18;

/**
 * `max(xs[a:b])`: by the first of the greatest of 1, 2, 4, … elements from each place on (a sparse table, made as far as it is asked). Two of those
 * cover any part; the one in front comes first where both are equal, so that the very element is given that a walk would give.
 */
export function extremesHelper(fold: Fold, text: Text): KeptHelper {
  const { by, list, slice: { start, end } = {} } = fold;
  const ends = [...(start === undefined ? [] : ["start"]), ...(end === undefined ? [] : ["end"])];
  const isFit = ["type(items) is list", ...ends.map((each) => `type(${each}) is int and ${each} >= 0`)].join(" and ");
  const slice = `items[${start === undefined ? "" : "start"}:${end === undefined ? "" : "end"}]`;
  const after = end === undefined ? "len(items)" : "min(end, len(items))";
  const given = [start, end].flatMap((node) => (node === undefined ? [] : [text(node)]));
  return {
    name: `${by}_between`,
    isOfOneCall: true,
    written: (name) => `def ${name}(kept, ${["items", ...ends].join(", ")}):
    """As \`${oneLine(text(fold.whole))}\`, by that of 1, 2, 4, ... elements from each place of the same list."""
    if ${isFit}:
        last = kept[0]
        rows = last[1] if ${SAME} else [[]]
        if rows is not None and len(rows[0]) < len(items) <= ${MOST}:
            new = items[len(rows[0]):]
            new = ${valuesIn(fold, "new", text)} if ${foldGuard(fold, text)} else [None]
            kinds = set(map(type, rows[0][:1] + new))
            if kinds in ({str}, {bytes}) or kinds <= {bool, float, int} and all(each == each for each in new):
                rows[0].extend(new)
            else:
                rows = None
            kept[0] = items, rows
        first, after = ${start === undefined ? "0" : "start"}, ${after}
        if rows is not None and len(rows[0]) == len(items) and first < after:
            level = (after - first).bit_length() - 1
            place = after - (1 << level)
            if level >= len(rows) or place >= len(rows[level]):
                for at in range(1, level + 1):
                    if at == len(rows):
                        rows.append([])
                    done = len(rows[at])
                    rows[at].extend(map(${by}, rows[at - 1][done:], rows[at - 1][done + (1 << at - 1):]))
            return ${by}(rows[level][first], rows[level][place])
    return ${original(fold, slice, text)}`,
    called: (name, kept) => `${name}(${[kept, text(list), ...given].join(", ")})`,
  };
}
