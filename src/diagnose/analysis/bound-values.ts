import type { SyntaxNode } from "../../source/node.ts";
import { field, namedChildren } from "../../source/navigate.ts";
import type { Binding, Reference } from "../../source/scopes.ts";

/** How a name got its value at one of its `write` references. */
export type Bound =
  /** `name = expression`, alone (`a = b = []` is `shared`, since both names hold the object). */
  | { readonly kind: "assigned"; readonly value: SyntaxNode; readonly isShared: boolean }
  /** `name += expression` and the like. */
  | { readonly kind: "augmented"; readonly operator: string; readonly value: SyntaxNode }
  /** A parameter, a loop target, `with … as`, an import, a `def`, an unpacked value: not to be told from the text. */
  | { readonly kind: "other" };

/** Every way in which the name gets a value; deletions do not count. */
export function boundValues(binding: Binding): readonly Bound[] {
  const values = binding.references.filter((reference) => reference.access === "write").map(boundAt);
  return binding.kind === "parameter" ? [{ kind: "other" }, ...values] : values;
}

function boundAt({ node }: Reference): Bound {
  const { parent } = node;
  if (parent === undefined) return { kind: "other" };
  if (parent.kind === "assignment" && node.field === "left") return assigned(parent);
  if (parent.kind === "augmented_assignment") {
    const [operator, value] = [field(parent, "operator"), field(parent, "right")];
    if (operator !== undefined && value !== undefined) return { kind: "augmented", operator: operator.kind, value };
  }
  if (parent.kind === "named_expression") {
    const value = field(parent, "value");
    if (value !== undefined) return { kind: "assigned", value, isShared: true };
  }
  return unpacked(node, parent);
}

function assigned(assignment: SyntaxNode): Bound {
  let value = field(assignment, "right");
  let isShared = assignment.parent?.kind === "assignment";
  while (value?.kind === "assignment") {
    isShared = true;
    value = field(value, "right");
  }
  return value === undefined ? { kind: "other" } : { kind: "assigned", value, isShared };
}

/** `a, b = [], 0`: the parts belong to each other where both sides show as many and no star. */
function unpacked(node: SyntaxNode, pattern: SyntaxNode): Bound {
  const assignment = pattern.parent;
  if (assignment?.kind !== "assignment" || pattern.field !== "left") return { kind: "other" };
  const right = field(assignment, "right");
  if (right?.kind !== "expression_list" && right?.kind !== "tuple") return { kind: "other" };
  const [names, values] = [namedChildren(pattern), namedChildren(right)];
  const value = values[names.indexOf(node)];
  const hasStar = [...names, ...values].some((part) => part.kind.startsWith("list_splat"));
  if (value === undefined || hasStar || names.length !== values.length) return { kind: "other" };
  return { kind: "assigned", value, isShared: assignment.parent?.kind === "assignment" };
}
