import type { RuleContext } from "../../diagnose/rule.ts";
import type { Fold } from "../../diagnose/rules/walked-again/folds.ts";
import type { KeptWalk } from "../../diagnose/rules/walked-again/kept-walk.ts";
import type { OrderedWalk } from "../../diagnose/rules/walked-again/ordered-walk.ts";
import type { SomethingLeft } from "../../diagnose/rules/walked-again/something-left.ts";
import { textOf } from "../../source/navigate.ts";
import { extremesHelper } from "./kept-extremes-helper.ts";
import { orderHelper } from "./kept-order-helper.ts";
import { summedHelper } from "./kept-sums-helper.ts";
import {
  ANY_PLAIN,
  foldGuard,
  guardOf,
  oneLine,
  original,
  SAME,
  shapeOf,
  valuesIn,
  type KeptHelper,
  type Text,
} from "./kept-walk-parts.ts";

/** The function for a walk. What it keeps: the list itself, how far it has come, and what it has found so far; `None`: it is to be left alone. */
export function keptHelper({ asked }: KeptWalk, { source }: RuleContext): KeptHelper {
  const text: Text = (node) => textOf(source, node);
  if (asked.kind === "left") return leftHelper(asked, text);
  if (asked.kind === "order") return orderHelper(asked, text);
  if (asked.kind === "summed") return summedHelper(asked, text);
  if (asked.kind === "ordered") return orderedHelper(asked, text);
  if (asked.slice === undefined) return foldHelper(asked, text);
  if (asked.by === "sum") return sumsHelper(asked, text);
  return asked.slice.start === undefined ? foldHelper(asked, text) : extremesHelper(asked, text);
}

/** How each fold begins, goes on with what is new, and gives its answer. */
const steps: Readonly<Record<Fold["by"], (values: string) => readonly [string, string, string]>> = {
  sum: (values) => ["0", `made += sum(${values})`, "return made"],
  distinct: (values) => ["set()", `made.update(${values})`, "return len(made)"],
  max: extreme("max"),
  min: extreme("min"),
};

/** The first of the greatest stays in front of what comes behind it. */
function extreme(by: string): (values: string) => readonly [string, string, string] {
  return (values) => ["[]", `made = [${by}(made + ${values})] if made or new else []`, "if made:\n    return made[0]"];
}

/** `sum(xs)`, `max(xs[:end])` */
function foldHelper(fold: Fold, text: Text): KeptHelper {
  const { by, list, slice } = fold;
  const end = slice?.end;
  const [begun, step, answer] = steps[by](valuesIn(fold, "new", text));
  const isFit = end === undefined ? "type(items) is list" : "type(items) is list and type(end) is int and end >= 0";
  const reached = end === undefined ? "count is not None and count <= len(items)" : "count is not None";
  const restart = end === undefined ? "" : `\n            if count > end:\n                count, made = 0, ${begun}`;
  const answered = answer.split("\n").join("\n                ");
  return {
    name: `${by}_so_far`,
    written: (name) => `def ${name}(kept, items${end === undefined ? "" : ", end"}):
    """As \`${oneLine(text(fold.whole))}\`: goes on from where it came to before, in the same list."""
    if ${isFit}:
        last = kept[0]
        count, made = last[1:] if ${SAME} else (0, ${begun})
        if ${reached}:${restart}
            new = items[count:${end === undefined ? "" : "end"}]
            if ${foldGuard(fold, text)}:
                ${step}
                kept[0] = items, count + len(new), made
                ${answered}
            else:
                kept[0] = items, None, None
    return ${original(fold, end === undefined ? "items" : "items[:end]", text)}`,
    called: (name, kept) => `${name}(${[kept, text(list), ...(end === undefined ? [] : [text(end)])].join(", ")})`,
  };
}

/** `sum(xs[a:b])`: by the sums of everything in front of each place. */
function sumsHelper(fold: Fold, text: Text): KeptHelper {
  const { start, end } = fold.slice ?? {};
  const ends = [...(start === undefined ? [] : ["start"]), ...(end === undefined ? [] : ["end"])];
  const isFit = ["type(items) is list", ...ends.map((each) => `type(${each}) is int and ${each} >= 0`)].join(" and ");
  const slice = `items[${start === undefined ? "" : "start"}:${end === undefined ? "" : "end"}]`;
  const given = [start, end].flatMap((node) => (node === undefined ? [] : [text(node)]));
  return {
    name: "sum_between",
    isOfOneCall: true,
    needs: ["from itertools import accumulate"],
    written: (name, [accumulate = ""]) => `def ${name}(kept, ${["items", ...ends].join(", ")}):
    """As \`${oneLine(text(fold.whole))}\`, by the sums of all that is in front of each place of the same list."""
    if ${isFit}:
        last = kept[0]
        sums = last[1] if ${SAME} else [0]
        if sums is not None:
            first, after = ${start === undefined ? "0" : "min(start, len(items))"}, ${end === undefined ? "len(items)" : "min(end, len(items))"}
            new = items[len(sums) - 1:after]
            if ${foldGuard(fold, text)}:
                sums.extend([sums[-1] + each for each in ${accumulate}(${valuesIn(fold, "new", text)})])
                kept[0] = items, sums
                return sums[after] - sums[first] if first < after else 0
            kept[0] = items, None
    return ${original(fold, slice, text)}`,
    called: (name, kept) => `${name}(${[kept, text(fold.list), ...given].join(", ")})`,
  };
}

/** `any(x for x in xs[start:])`: by the last place that is wanted; `xs[:end]`: by the first. */
function leftHelper(asked: SomethingLeft, text: Text): KeptHelper {
  const { side, isNegated, target, condition, parts, whole, list, place } = asked;
  const tested = isNegated ? `not (${text(condition)})` : `bool(${text(condition)})`;
  const find = `found = [${tested} for ${text(target.node)} in new]`;
  const isThere = side === "start" ? "place >= start" : "-1 < place < end";
  const answer = isNegated ? `not ${side === "start" ? isThere : `(${isThere})`}` : isThere;
  const seen = side === "start" ? "found[::-1].index(True)" : "found.index(True)";
  const at = side === "start" ? `count + len(found) - 1 - ${seen}` : `count + ${seen}`;
  const first = side === "start" ? "if True in found:" : "if place < 0 and True in found:";
  const slice = side === "start" ? "items[start:]" : "items[:end]";
  return {
    name: isNegated ? "all_there" : "any_there",
    written: (name) => `def ${name}(kept, items, ${side}):
    """As \`${oneLine(text(whole))}\`, by the ${side === "start" ? "last" : "first"} such place in the same list."""
    if type(items) is list and type(${side}) is int and ${side} >= 0:
        last = kept[0]
        count, place = last[1:] if ${SAME} else (0, -1)
        if count is not None and count <= len(items):
            new = items[count:]
            if ${guardOf(target, parts, ANY_PLAIN, text)}:
                ${find}
                ${first}
                    place = ${at}
                kept[0] = items, count + len(new), place
                return ${answer}
            kept[0] = items, None, None
    return ${isNegated ? "all" : "any"}(${text(condition)} for ${text(target.node)} in ${slice})`,
    called: (name, kept) => `${name}(${[kept, text(list), text(place)].join(", ")})`,
  };
}

/** `for x in xs: if x >= n: break`: the one turn that ends it, or the last of those that do nothing. */
function orderedHelper(asked: OrderedWalk, text: Text): KeptHelper {
  const { side, target, key, sought, list, isCounted } = asked;
  const shape = shapeOf(target, [{ node: key, by: "value" }], text).join(" and ");
  const keys = key.kind === target.node.kind ? "new" : `[${text(key)} for ${text(target.node)} in new]`;
  const sign = side === "left" ? ">=" : ">";
  const before = isCounted
    ? "list(enumerate(items[max(at - 1, 0):at + 1], max(at - 1, 0)))"
    : "items[max(at - 1, 0):at + 1]";
  const alone = isCounted ? "[(at, items[at])]" : "[items[at]]";
  const reached = asked.isKeeping ? before : alone;
  const found = shape === "" ? keys : `${keys} if ${shape} else [None]`;
  const made = found === "new" ? "" : `            new = ${found}\n`;
  return {
    name: "first_reached",
    needs: [`from bisect import bisect_${side}`],
    written: (name, [bisect = ""]) => `def ${name}(kept, items, least):
    """As \`${oneLine(text(asked.whole))}\` where the first with \`${oneLine(text(key))} ${sign} least\` ends the walk: that one, or else the last, found by bisection."""
    if type(items) is list:
        last = kept[0]
        keys = last[1] if ${SAME} else []
        if keys is not None and len(keys) < len(items):
            new = items[len(keys):]
${made}            joined = keys[-1:] + new
            types = set(map(type, joined))
            is_plain = types <= {float, int} or types in ({str}, {bytes})
            is_sorted = is_plain and all(a <= b for a, b in zip(joined, joined[1:]))
            keys = keys + new if is_sorted else None
            kept[0] = items, keys
        if keys and len(keys) == len(items) and least == least:
            if type(least) is type(keys[0]) or {type(least), type(keys[0])} == {float, int}:
                at = min(${bisect}(keys, least), len(keys) - 1)
                return ${reached}
    return ${isCounted ? "enumerate(items)" : "items"}`,
    called: (name, kept) => `${name}(${kept}, ${text(list)}, ${text(sought)})`,
  };
}
