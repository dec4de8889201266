import type { KeptOrder } from "../../diagnose/rules/walked-again/kept-order.ts";
import { oneLine, shapeOf, type KeptHelper, type Text } from "./kept-walk-parts.ts";

/** `sorted(xs)`: what has come since is sorted in behind its equals, as it would be among all. */
export function orderHelper(asked: KeptOrder, text: Text): KeptHelper {
  const { key, options, isOnlyWalked } = asked;
  const given = options.map((option) => `, ${text(option)}`).join("");
  const [shape, keys] = keysOf(key, text);
  const answer = isOnlyWalked ? "made" : "made[:]";
  return {
    name: "sorted_so_far",
    written: (name) => `def ${name}(kept, items):
    """As \`${oneLine(text(asked.whole))}\`: sorts in what has come to the same list since."""
    if type(items) is list:
        last = kept[0]
        count, made = last[1:] if last is not None and last[0] is items else (0, [])
        if count == len(items):
            return ${answer}
        if count is not None and count < len(items):
            new = items[count:]
            known = made[:1] + new
            keys = ${keys} if ${shape} else [None]
            types = set(map(type, keys))
            if types in ({bytes}, {str}) or types <= {bool, float, int} and all(each == each for each in keys):
                made = sorted(made + new${given})
                kept[0] = items, count + len(new), made
                return ${answer}
            kept[0] = items, None, None
    return sorted(items${given})`,
    called: (name, kept) => `${name}(${kept}, ${text(asked.list)})`,
  };
}

/** What the elements have to be, and what they are compared by. */
function keysOf(key: KeptOrder["key"], text: Text): readonly [string, string] {
  if (key === undefined) return ["known", "known"];
  if (key.by === "length") return ["set(map(type, known)) <= {bytes, str}", "list(map(len, known))"];
  const shape = shapeOf(key.target, [key.part], text).join(" and ").replaceAll("in new", "in known");
  return [shape, `[${text(key.part.node)} for ${text(key.target.node)} in known]`];
}
