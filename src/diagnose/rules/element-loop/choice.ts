import { namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { readCondition } from "./conditions.ts";
import { masked } from "./masked.ts";
import type { Reading } from "./reading.ts";
import { boundOfEither, eitherKind, eitherNature, type Whole } from "./whole.ts";

/** `a if b < c else d`: both are worked out; where one of them cannot be, the loop runs. */
export function readChoice(r: Reading, node: SyntaxNode): Whole | undefined {
  const [yes, asked, no] = namedChildren(node);
  const condition = asked && readCondition(r, asked);
  if (condition === undefined || yes === undefined || no === undefined) return undefined;
  if (!condition.moves) return stillChoice(r, condition.text, yes, no);
  const chosen = r.fresh("chosen");
  r.write(`${chosen} = ${condition.text}`);
  const then = masked(r, chosen, () => r.number(yes));
  const other = masked(r, `~${chosen}`, () => r.number(no));
  return then && other && chosenOf(r, chosen, then, other);
}

/** The one where a condition holds, the other elsewhere. */
export function chosenOf(r: Reading, chosen: string, then: Whole, other: Whole): Whole {
  // A whole number among floats: the same number, as long as it is small enough.
  if ([then, other].some(({ nature }) => nature !== "float")) r.hasIntegers = true;
  const whole: Whole = {
    text: `${r.facts.numpy}.where(${chosen}, ${then.text}, ${other.text})`,
    moves: true,
    kind: eitherKind(then, other),
    nature: eitherNature(then, other),
    bound: boundOfEither(then.bound, other.bound),
  };
  // What grows in an inner loop is bounded when that has ended.
  return r.inner?.carried.has(other.text) === true ? whole : r.noted(whole);
}

function stillChoice(r: Reading, condition: string, yes: SyntaxNode, no: SyntaxNode): Whole | undefined {
  const [then, other] = [r.number(yes), r.number(no)];
  if (then === undefined || other === undefined || then.moves || other.moves) return undefined;
  return {
    text: `(${then.text} if ${condition} else ${other.text})`,
    moves: false,
    kind: eitherKind(then, other),
    nature: eitherNature(then, other),
    bound: boundOfEither(then.bound, other.bound),
  };
}
