import { isInside, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { threadModule, threadsAround } from "../../analysis/threads.ts";
import { useAt, usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isWrittenAsChange } from "./queue-uses.ts";

/** What is done with a list that several functions share, and what hides some of it. */
export interface SharedUses {
  readonly uses: readonly Use[];
  readonly obstacles: readonly Obstacle[];
  /** A name that whoever imports the module can use. */
  readonly isPublic: boolean;
}

const declarations = new Set(["global_statement", "nonlocal_statement"]);

/**
 * All that the functions of a file do with a name that they share: one of the function around them, or of the module. Undefined for a
 * parameter, which the caller shares, too.
 */
export function sharedUses(binding: Binding, context: RuleContext): SharedUses | undefined {
  const isOfFunction = binding.kind === "local" && binding.scope.kind === "function";
  if (!isOfFunction && binding.kind !== "global") return undefined;
  return { uses: touchesOf(binding, context), ...hiddenUses(binding, context) };
}

/** Every touch of a name, wherever it stands. */
export function touchesOf({ references }: Binding, context: RuleContext): readonly Use[] {
  const seen = new Set<SyntaxNode>();
  return references.flatMap(({ node, access }) => {
    if (seen.has(node) || declarations.has(node.parent?.kind ?? "")) return [];
    seen.add(node);
    return [useAt(node, access, context)];
  });
}

/** What may be done with what a name stands for out of sight. */
export function hiddenUses(binding: Binding, context: RuleContext): Omit<SharedUses, "uses"> {
  const { scopes, elsewhere, source } = context;
  const { name: about, references } = binding;
  const isOfModule = binding.scope.kind === "module";
  const isDynamic = [binding.scope, ...references.map(({ node }) => scopes.scopeOf(node))].some(
    (scope) => scope.usesDynamicNames,
  );
  const isKnownElsewhere = isOfModule && elsewhere !== undefined && elsewhere(about, "name", source.path) !== "none";
  return {
    obstacles: [
      ...(isDynamic ? [{ code: "dynamic-names", about } as const] : []),
      ...(isKnownElsewhere ? [{ code: "crosses-functions", about } as const] : []),
      ...threadsOf(binding, context).map((module): Obstacle => ({ code: "may-change-in-call", about: module })),
    ],
    isPublic: isOfModule && !about.startsWith("_"),
  };
}

/** Inner functions may run in threads that the file starts, as those of the module may. */
function threadsOf(binding: Binding, context: RuleContext): readonly string[] {
  if (binding.kind !== "global") return [threadModule(context) ?? []].flat();
  return threadsAround(context, { kind: "global", text: binding.name, binding });
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
  // These are written as changes of the list there is, which is the caller's.
  if (isWrittenAsChange(begun, context)) return undefined;
  const others = all.filter(({ node }) => !isInside(node, begun.value));
  return others.every(({ node }) => node.start >= begun.statement.start) ? others : undefined;
}
