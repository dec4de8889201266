import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { MOST_FILES } from "./class-family.ts";
import type { RuleContext } from "../rule.ts";

/** `copy.copy(parser)` */
const COPYING = /\bcopy\.(?:copy|replace)\b|\bfrom\s+copy\s+import\b(?!\s+deepcopy\s*$)|\bdef\s+__copy__\b/mu;

/** Could objects of the class be copied, so that two of them have one bytearray, or one list? Looked for in the files that name the class. */
export function copiesObjects(home: SyntaxNode, { source, allMentions }: RuleContext): boolean {
  const name = field(home, "name");
  const others =
    name === undefined || allMentions === undefined ? [] : allMentions(textOf(source, name), source.path, MOST_FILES);
  return others === undefined || [{ source }, ...others].some((each) => COPYING.test(each.source.text));
}
