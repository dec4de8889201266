import { descendants, field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { definitionOf, methodsNamed } from "./callee.ts";
import type { Code } from "./code.ts";
import type { LoopSpan } from "./loop-span.ts";

/** More functions than these are not followed. */
const MOST = 30;

/** The loop's own code and the bodies of this file's functions that it calls, directly or not; undefined for too many. */
export function codeRunIn(code: Code, { parts }: LoopSpan): readonly SyntaxNode[] | undefined {
  const regions = [...parts];
  const seen = new Set<SyntaxNode>();
  for (let at = 0; at < regions.length; at += 1) {
    const region = regions[at];
    if (region === undefined || seen.size > MOST) return undefined;
    for (const definition of definitionsCalledIn(code, region)) {
      if (seen.has(definition)) continue;
      seen.add(definition);
      regions.push(field(definition, "body") ?? definition);
    }
  }
  return regions;
}

function definitionsCalledIn(code: Code, region: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const node of descendants(region)) {
    const callee = node.kind === "call" ? field(node, "function") : undefined;
    if (callee === undefined) continue;
    const name = callee.kind === "attribute" ? field(callee, "attribute") : undefined;
    if (name !== undefined) found.push(...methodsNamed(code, textOf(code.source, name)));
    else found.push(...ownDefinitions(code, callee));
  }
  return found;
}

function ownDefinitions(code: Code, callee: SyntaxNode): readonly SyntaxNode[] {
  const binding = callee.kind === "identifier" ? code.scopes.bindingOf(callee) : undefined;
  const definition = binding === undefined ? undefined : definitionOf(binding);
  if (definition?.kind !== "class_definition") return definition === undefined ? [] : [definition];
  const body = field(definition, "body") ?? definition;
  return methodsNamed(code, "__init__").filter(({ start, end }) => start >= body.start && end <= body.end);
}
