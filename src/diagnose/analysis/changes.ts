import type { SyntaxNode } from "../../source/node.ts";
import { ancestors, isInside, textOf } from "../../source/navigate.ts";
import type { Obstacle } from "../finding.ts";
import { isAfterLoop } from "./after-loop.ts";
import { attributeTargets } from "./attributes.ts";
import { ownerOf, type Code } from "./code.ts";
import type { LoopSpan } from "./loop-span.ts";
import { isOnlyLookedAt } from "./handed-on.ts";
import { useOf } from "./use.ts";
import { isMadeHere } from "./values.ts";
import { occurrencesOf, type Variable } from "./variable.ts";

/** One place where the variable's list, or the variable itself, is changed by name. */
export interface Change {
  readonly node: SyntaxNode;
  /** `bound`: the name gets another object; else the list is changed in place. */
  readonly kind: "bound" | "changed";
  /** The list method that changes it, and its call. */
  readonly method?: string;
  readonly call?: SyntaxNode;
  readonly about: string;
}

/** Everything in the region that binds the variable anew or changes its list through its own name. */
export function changesIn(code: Code, variable: Variable, region: readonly SyntaxNode[]): readonly Change[] {
  return region.flatMap((part) => [...bindingsIn(code, variable, part), ...mutationsIn(code, variable, part)]);
}

/** The obstacle that a change is. */
export function obstacleOf(change: Change): Obstacle {
  return { code: change.kind === "bound" ? "rebound" : "changes-in-loop", about: change.about };
}

function bindingsIn(code: Code, variable: Variable, part: SyntaxNode): readonly Change[] {
  const writes = variable.binding.references
    .filter(({ node, access }) => access !== "read" && node.start >= part.start && node.end <= part.end)
    .map(({ node }): Change => ({ node, kind: "bound", about: textOf(code.source, node) }));
  if (variable.attribute === undefined) return writes;
  const targets = attributeTargets(code, variable.attribute).filter((node) => isInside(node, part));
  return [...writes, ...targets.map((node): Change => ({ node, kind: "bound", about: textOf(code.source, node) }))];
}

function mutationsIn(code: Code, variable: Variable, part: SyntaxNode): readonly Change[] {
  const found: Change[] = [];
  for (const node of occurrencesOf(code, variable, part)) {
    const use = useOf(code, node);
    if (use.kind === "changed") found.push({ ...use, node });
    else if (use.kind === "escapes" && use.isChange === true) found.push({ node, kind: "changed", about: use.about });
  }
  return found;
}

/**
 * Can nothing but the variable's own name reach its list until the loop is over: a list made here, that no other name,
 * container, call or inner function got hold of before?
 */
export function isPrivateIn(code: Code, variable: Variable, span: LoopSpan): boolean {
  return isMadeHere(code, variable) && escapesBefore(code, variable, span).length === 0;
}

/** Where something else gets hold of the list before the loop is over. `return` hands it out too late to matter. */
export function escapesBefore(code: Code, variable: Variable, span: LoopSpan): readonly Obstacle[] {
  const owner = ownerOf(variable.binding);
  const found: Obstacle[] = [];
  for (const node of occurrencesOf(code, variable, owner)) {
    const about = escapeAt(code, node, owner);
    if (about !== undefined && !isAfterLoop(node, span, variable.binding)) found.push({ code: "escapes", about });
  }
  return found;
}

function escapeAt(code: Code, node: SyntaxNode, owner: SyntaxNode): string | undefined {
  const use = useOf(code, node);
  if (use.kind === "escapes") return isOnlyLookedAt(code, node) ? undefined : use.about;
  // A generator expression changes the list when someone runs it, wherever that is.
  if (use.kind === "changed" && isInGenerator(node)) return textOf(code.source, node);
  const inner = [...ancestors(node)].find((at) => isFunction(at));
  if (inner === undefined || inner === owner || !isInside(inner, owner)) return undefined;
  // An inner function that only reads the list cannot change it.
  return use.kind === "read" ? undefined : textOf(code.source, node);
}

function isInGenerator(node: SyntaxNode): boolean {
  return [...ancestors(node)].some((at) => at.kind === "generator_expression");
}

function isFunction(node: SyntaxNode): boolean {
  return node.kind === "function_definition" || node.kind === "lambda";
}
