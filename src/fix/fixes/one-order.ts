import type { Finding } from "../../diagnose/finding.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** Types whose values stand in one order, and which need no import to be asked for. */
const PLAIN: ReadonlySet<string> = new Set(["int", "bool", "str", "bytes"]);
/** What is in these is compared, place by place. */
const NESTED: ReadonlySet<string> = new Set(["tuple", "list"]);

/**
 * Whether there is anything, and all that is compared stands in one order, as what was seen does: elsewhere (NaN, sets, types that do not compare) the first of a
 * sorted list need not be the least, and sorting may raise where looking for the least does not. `asked` is the expression that gives what is
 * compared, `compared` its name from there on. Undefined where that cannot be asked.
 */
export function oneOrder(
  { evidence }: Finding,
  { asked, compared }: { readonly asked: string; readonly compared: string },
): string | undefined {
  const types = evidence.filter((each) => each.kind === "operand").at(1)?.types ?? [];
  const plain = types.filter((type) => PLAIN.has(type)).toSorted();
  const nested = types.filter((type) => NESTED.has(type)).toSorted();
  if (plain.length === 0 || plain.length + nested.length < types.length) return undefined;
  if (nested.length === 0) return areOfOne(asked, plain);
  return [
    areOfOne(asked, nested),
    `len(set(map(len, ${compared}))) == 1`,
    `all(${areOfOne("part", plain)} for part in zip(*${compared}))`,
  ].join(" and ");
}

/** There are some, and all are of one of the types; whole numbers and truths are in one order among each other. */
function areOfOne(values: string, types: readonly string[]): string {
  const mixed = types.includes("int") && types.includes("bool") ? ["{bool, int}"] : [];
  const [one, ...others] = [...types.map((type) => `{${type}}`), ...mixed];
  return `set(map(type, ${values})) ${others.length === 0 ? `== ${one}` : `in (${[one, ...others].join(", ")})`}`;
}

/** `:=` has no place in what a comprehension walks through, nor in a class. */
export function mayName(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.kind === "for_in_clause" || at.kind === "class_definition") return false;
    if (at.kind === "function_definition") return true;
  }
  return true;
}
