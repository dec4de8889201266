import { field, isComprehension, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definitionOf } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { CONSTANTS, purityOf } from "../../analysis/purity/purity.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** A function whose results could be kept from call to call. */
export interface CallPlan {
  readonly definition: SyntaxNode;
  readonly name: SyntaxNode;
  /** The first parameter: its values are looked at first. */
  readonly parameter: SyntaxNode;
  /** It calls itself: each level of that then needs a second one of Python's. */
  readonly isRecursive: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** The plan for a function of the module that is proven to work out its result from its arguments alone, and has something to work out. */
export function planCalls(context: RuleContext): CallPlan | undefined {
  const { source, function: owner } = context;
  const { node, parameters, isGenerator, isAsync } = owner;
  const [first] = parameters;
  const name = field(node, "name");
  if (node.kind !== "function_definition" || node.parent !== source.root || name === undefined) return undefined;
  if (first === undefined || isGenerator || isAsync || !hasWork(context)) return undefined;
  const purity = purityOf(context, node, CONSTANTS);
  if (purity.kind !== "pure") return undefined;
  const obstacles: readonly Obstacle[] = [
    ...(purity.result.level === 0 ? [] : [{ code: "shared-result" as const, about: owner.name }]),
    ...otherUses(context, name),
  ];
  return { definition: node, name, parameter: first.node, isRecursive: callsItself(context, name), obstacles };
}

/** Built-ins that take no longer than finding a kept result. */
const cheap = new Set([
  "len",
  "abs",
  "int",
  "float",
  "bool",
  "isinstance",
  "round",
  "ord",
  "chr",
  "divmod",
  "str",
  "range",
]);
const loops = new Set(["for_statement", "while_statement"]);

/** A few operators are quicker than looking for a kept result: there must be a loop, or a call that may hold one. */
function hasWork({ function: owner, ...code }: RuleContext): boolean {
  for (const node of ownDescendants(owner.body)) {
    if (loops.has(node.kind) || isComprehension(node)) return true;
    if (node.kind !== "call" || node.parent?.kind === "raise_statement") continue;
    if (!cheap.has(builtinNamed(code, field(node, "function")) ?? "")) return true;
  }
  return false;
}

function callsItself(context: RuleContext, name: SyntaxNode): boolean {
  const { node } = context.function;
  const references = context.scopes.bindingOf(name)?.references ?? [];
  return references.some(({ node: at }) => at !== name && at.start > node.start && at.end < node.end);
}

/** The name must mean this function alone, which is asked for nothing but what it returns. */
function otherUses({ scopes, source }: RuleContext, name: SyntaxNode): readonly Obstacle[] {
  const binding = scopes.bindingOf(name);
  const about = textOf(source, name);
  if (binding === undefined || definitionOf(binding)?.kind !== "function_definition")
    return [{ code: "rebound", about }];
  const asked = binding.references.find(({ node }) => node.parent?.kind === "attribute" && node.field === "object");
  return asked === undefined ? [] : [{ code: "other-use", about }];
}
