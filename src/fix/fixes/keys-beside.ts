import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { homeFunction } from "../../diagnose/analysis/eager-lambda.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { testsBeside, type DeduplicationPlan } from "../../diagnose/rules/ordered-deduplication/plan.ts";
import type { KeptKeys } from "../../diagnose/rules/ordered-deduplication/unhashable.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fix } from "../fix.ts";
import { assumeUnchanged, assumeValueHashable } from "./assumptions.ts";
import { putAfter, putBefore } from "./insert-once.ts";

/** Were elements seen that cannot be hashed? */
export function isUnhashable({ evidence }: Finding): boolean {
  return operandEvidence(evidence)?.hashable === "unhashable";
}

/** What makes a key of an element: equal keys, and only those, are of equal elements. */
const keys = {
  list: (element: string) => `tuple(${element})`,
  dict: (element: string) => `frozenset(${element}.items())`,
} as const;

/**
 * A set of what the elements hold stands beside the list. As soon as an element of another type comes to the list, there is no set any more, and
 * the list is searched as before; so it is for what is sought and is of another type.
 */
export function keepKeys(finding: Finding, context: RuleContext, plan: DeduplicationPlan, { walked }: KeptKeys): Fix {
  const { source } = context;
  const { variable, span, test, appends } = plan;
  const type = operandEvidence(finding.evidence)?.elements[0] === "dict" ? "dict" : "list";
  const name = freshName(source, `${baseName(variable.text)}_keys`);
  const item = textOf(source, test.needle);
  const key = keys[type](item);
  const guard = walked === undefined ? "" : ` if type(${textOf(source, walked)}) in (list, tuple) else None`;
  const isFit = `${name} is not None and type(${item}) is ${type}`;
  const edits: TextEdit[] = [
    putBefore(source, span?.statement ?? test.expression, `${name} = set()${guard}`),
    ...testsBeside(context, plan)
      .filter(({ needle, expression }) => textOf(source, needle) === item && expression.children.length === 3)
      .map(({ expression }) => {
        const asked = `${key} ${expression.children[1]?.kind === "not in" ? "not in" : "in"} ${name}`;
        return replacing(expression, `(${asked} if ${isFit} else ${textOf(source, expression)})`);
      }),
    ...appends.map(({ statement }) =>
      putAfter(source, statement, `${name} = ${name} if ${isFit} and ${name}.add(${key}) is None else None`),
    ),
  ];
  return {
    rule: "ordered-deduplication",
    edits: inOrder(edits),
    assumes: [assumeValueHashable(finding, key), assumeUnchanged(finding, item)],
    changes: homeFunction(context).qualname,
  };
}
