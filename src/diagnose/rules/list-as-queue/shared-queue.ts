import { isInside, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { threadModule, threadsAround } from "../../analysis/threads.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import { useAt, usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** What is done with a list that several functions share, and what hides some of it. */
export interface SharedUses {
  readonly uses: readonly Use[];
  readonly obstacles: readonly Obstacle[];
}

const declarations = new Set(["global_statement", "nonlocal_statement"]);

/**
 * All that the functions of a file do with a name that they share: one of the function around them, or of the module. Undefined for a
 * parameter, which the caller shares, too.
 */
export function sharedUses(receiver: SyntaxNode, binding: Binding, context: RuleContext): SharedUses | undefined {
  const isOfFunction = binding.kind === "local" && binding.scope.kind === "function";
  const variable = variableAt(context, receiver);
  if ((!isOfFunction && binding.kind !== "global") || variable === undefined) return undefined;
  const { scopes, elsewhere, source } = context;
  const references = binding.references.filter(({ node }) => !declarations.has(node.parent?.kind ?? ""));
  const seen = new Set<SyntaxNode>();
  const uses = references.flatMap(({ node, access }) => {
    if (seen.has(node)) return [];
    seen.add(node);
    return [useAt(node, access, context)];
  });
  const about = binding.name;
  const isDynamic = [binding.scope, ...references.map(({ node }) => scopes.scopeOf(node))].some(
    (scope) => scope.usesDynamicNames,
  );
  const isKnownElsewhere = !isOfFunction && elsewhere !== undefined && elsewhere(about, "name", source.path) !== "none";
  return {
    uses,
    obstacles: [
      ...(isDynamic ? [{ code: "dynamic-names", about } as const] : []),
      ...(isKnownElsewhere ? [{ code: "crosses-functions", about } as const] : []),
      ...threadsOf(variable, context).map((module): Obstacle => ({ code: "may-change-in-call", about: module })),
    ],
  };
}

/** Inner functions may run in threads that the file starts, as those of the module may. */
function threadsOf(variable: Variable, context: RuleContext): readonly string[] {
  return variable.kind === "global" ? threadsAround(context, variable) : [threadModule(context) ?? []].flat();
}

/**
 * The uses of a parameter that is given a value of the function's own before anything else is done with it: `lines = lines[:]`. What
 * stands in that value is the caller's.
 */
export function usesOnceBegun(binding: Binding, context: RuleContext): readonly Use[] | undefined {
  if (binding.kind !== "parameter" || binding.scope.node !== context.function.node) return undefined;
  const { body } = context.function;
  const all = usesOf(binding, context).filter(({ node }) => isInside(node, body));
  const statements = namedChildren(body);
  const begun = all.find((use) => use.kind === "assign" && statements.includes(use.statement));
  if (begun?.kind !== "assign" || begun.node.field !== "left") return undefined;
  const others = all.filter(({ node }) => !isInside(node, begun.value));
  return others.every(({ node }) => node.start >= begun.statement.start) ? others : undefined;
}
