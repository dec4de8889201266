import { field, namedChildren, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { isOnItsOwnLines } from "./own-lines.ts";

/** `line, self.data = self.data.split(end, 1)`, `line, end, self.data = self.data.partition(end)`: what stands before the first `end` is taken from the front. */
export interface PartedCut {
  readonly statement: SyntaxNode;
  /** What gets the parts that are taken: one of a split, two of a partition. */
  readonly heads: readonly SyntaxNode[];
  readonly target: SyntaxNode;
  /** `self.data` on the right. */
  readonly old: SyntaxNode;
  readonly separator: SyntaxNode;
  readonly call: SyntaxNode;
  readonly method: "split" | "partition";
}

/** The statement whose last target the attribute is; undefined for any other. */
export function partedCutAt(target: SyntaxNode, context: RuleContext): PartedCut | undefined {
  const { heads, call, statement } = listGiven(target) ?? {};
  if (heads === undefined || call === undefined || statement === undefined) return undefined;
  const parted = partedBy(call, heads.length, context);
  const isSame = parted !== undefined && sameExpression(parted.old, target, context.source);
  return isSame ? { statement, heads, target, call, ...parted } : undefined;
}

/** Can several statements that work the separator out once, before all else, stand in its place? */
export function isTakenApart({ heads, separator, statement }: PartedCut, context: RuleContext): boolean {
  const isAlone = statement.kind === "expression_statement" && namedChildren(statement).length === 1;
  const isNamed = heads.every(({ kind }) => kind === "identifier");
  return isAlone && isNamed && isPlain(separator, context) && isOnItsOwnLines(statement);
}

/** `self.data = line` where the name has nothing but what one of these cuts took from bytes: bytes too. */
export function isTakenPart(value: SyntaxNode, cuts: readonly PartedCut[], { scopes }: RuleContext): boolean {
  const binding = value.kind === "identifier" ? scopes.bindingOf(value) : undefined;
  // The separator that a partition gives is the very object that it was given.
  const heads = new Set(cuts.flatMap(({ heads: [first] }) => first ?? []));
  const given = binding?.kind === "local" ? binding.references.filter(({ access }) => access !== "read") : [];
  return given.length > 0 && given.every(({ node }) => heads.has(node));
}

/** `head, target = call` */
function listGiven(target: SyntaxNode): Pick<PartedCut, "heads" | "call" | "statement"> | undefined {
  const list = target.parent;
  if (list?.kind !== "pattern_list" || list.field !== "left" || list.parent?.kind !== "assignment") return undefined;
  const names = namedChildren(list);
  const [call, statement] = [field(list.parent, "right"), list.parent.parent];
  if (names.at(-1) !== target || call?.kind !== "call" || statement === undefined) return undefined;
  return { heads: names.slice(0, -1), call, statement };
}

/** `data` and `end` of `data.split(end, 1)` and `data.partition(end)`. */
function partedBy(
  call: SyntaxNode,
  heads: number,
  { source }: RuleContext,
): Pick<PartedCut, "old" | "separator" | "method"> | undefined {
  const callee = field(call, "function");
  const [old, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  const [separator, ...others] = argumentsOf(call);
  if (old === undefined || name === undefined || separator === undefined) return undefined;
  const [method, more] = [textOf(source, name), others.map((each) => textOf(source, each)).join(",")];
  if (method === "split" && heads === 1 && once.test(more)) return { old, separator, method };
  return method === "partition" && heads === 2 && more === "" ? { old, separator, method } : undefined;
}

const once = /^(?:maxsplit\s*=\s*)?1$/u;

/** A name, an attribute of one, or written out. A property of the file's may change what is parted meanwhile. */
function isPlain(node: SyntaxNode, context: RuleContext): boolean {
  if (node.kind === "identifier") return true;
  if (node.kind === "string") return node.startLine === node.endLine && namedChildren(node).length > 0;
  const object = node.kind === "attribute" ? field(node, "object") : undefined;
  const name = field(node, "attribute");
  return object?.kind === "identifier" && name !== undefined && !definesMethod(context, textOf(context.source, name));
}
