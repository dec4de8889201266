import { field, isInside, namedChildren, ownDescendants } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { decoratorsOf, definitionOf } from "../../analysis/callee.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { hiddenUses } from "./hidden-uses.ts";

/** What a function of the file does with the queue that it is given, `visit(queue, node)`, while nobody keeps it. */
export interface Handed {
  readonly call: SyntaxNode;
  readonly parameter: Binding;
  readonly uses: readonly Use[];
}

/** The function is one that a name alone means, and runs at once; undefined for every other. */
export function handedAt(argument: SyntaxNode, context: RuleContext): Handed | undefined {
  const call = argument.parent?.kind === "argument_list" ? argument.parent.parent : undefined;
  const definition = call?.kind === "call" ? calledAt(call, context) : undefined;
  if (call === undefined || definition === undefined) return undefined;
  const parameter = parameterAt(definition, positionalArguments(call)?.indexOf(argument) ?? -1, context);
  if (parameter === undefined || parameter.scope.usesDynamicNames) return undefined;
  const body = field(definition, "body");
  const uses = usesOf(parameter, context).filter(({ node }) => body !== undefined && isInside(node, body));
  return { call, parameter, uses };
}

/** The plain function of the file that the call means, and no other. */
function calledAt(call: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  const callee = field(call, "function");
  const owner = callee?.kind === "identifier" ? context.scopes.bindingOf(callee) : undefined;
  const definition = owner === undefined ? undefined : definitionOf(owner);
  if (owner === undefined || definition?.kind !== "function_definition" || !runsAtOnce(definition)) return undefined;
  return hiddenUses(owner, context).obstacles.length > 0 ? undefined : definition;
}

function runsAtOnce(definition: SyntaxNode): boolean {
  const body = field(definition, "body");
  const isPlain = decoratorsOf(definition).length === 0 && !definition.children.some(({ kind }) => kind === "async");
  return body !== undefined && isPlain && ![...ownDescendants(body)].some(({ kind }) => kind === "yield");
}

function parameterAt(definition: SyntaxNode, index: number, { scopes }: RuleContext): Binding | undefined {
  const list = field(definition, "parameters");
  const all = list === undefined ? [] : namedChildren(list).filter(({ kind }) => kind !== "comment");
  const before = all.slice(0, index + 1);
  const isPlain =
    before.length > index && before.every(({ kind }) => kind === "identifier" || kind === "default_parameter");
  const parameter = index >= 0 && isPlain ? before[index] : undefined;
  return parameter?.kind === "identifier" ? scopes.bindingOf(parameter) : undefined;
}
