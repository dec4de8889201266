import {
  ancestors,
  descendants,
  field,
  isInside,
  namedChildren,
  textOf,
  withoutParentheses,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Code } from "../../analysis/code.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { listMutators } from "../../analysis/known-callables.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { isTarget, useOf } from "../../analysis/use.ts";
import { holdsOnlyNew } from "../../analysis/values.ts";
import type { Obstacle } from "../../finding.ts";
import { itemName } from "./key.ts";
import { codeRunIn } from "../../analysis/code-run-in.ts";

/** Where changes are looked for. */
interface Region {
  readonly parts: readonly SyntaxNode[];
  /** New elements come to what is walked through meanwhile. */
  readonly isGrowing: boolean;
}

/** What in the loop, or in this file's functions that it calls, could give a part of some object (`.id`, `["id"]`) another value. */
export function keyChanges(
  code: Code,
  parts: readonly string[],
  span: LoopSpan,
  isGrowing = false,
): readonly Obstacle[] {
  const region: Region = { parts: span.parts, isGrowing };
  const regions = codeRunIn(code, span);
  if (regions === undefined) return [{ code: "may-change-in-call", about: parts[0] ?? "" }];
  const found: Obstacle[] = [];
  for (const each of regions) {
    for (const node of descendants(each)) {
      if (changesPart(code, node, parts, region)) found.push({ code: "changes-in-loop", about: shortText(code, node) });
    }
  }
  return found.slice(0, 3);
}

function shortText(code: Code, node: SyntaxNode): string {
  return (textOf(code.source, node).split(/[\r\n]/u, 1)[0] ?? "").slice(0, 60);
}

/** Could the node give such a part of some object another value? */
export function changesPart(code: Code, node: SyntaxNode, parts: readonly string[], region: Region): boolean {
  if (node.kind === "attribute" && isTarget(node)) {
    const name = field(node, "attribute");
    // A constructor fills a new object.
    if (isInConstructor(code, node)) return false;
    return name !== undefined && (parts.includes(".*") || parts.includes(`.${textOf(code.source, name)}`));
  }
  const readsItems = parts.some((part) => part.startsWith("["));
  if (!readsItems) return false;
  if (node.kind === "subscript" && isTarget(node)) {
    return !isOwnContainer(code, field(node, "value"), region) && mayBe(itemName(code, node), parts);
  }
  return node.kind === "call" && methodChanges(code, node, region);
}

function mayBe(stored: string, parts: readonly string[]): boolean {
  if (stored === "[*]") return true;
  return parts.includes(stored) || parts.includes("[*]");
}

const dictMutators = new Set(["update", "pop", "popitem", "setdefault", "clear"]);

/** `row.update(…)`, `row.pop("id")`, `row.sort()`. */
function methodChanges(code: Code, call: SyntaxNode, region: Region): boolean {
  const callee = field(call, "function");
  const [object, name] =
    callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  if (object === undefined || name === undefined) return false;
  const method = textOf(code.source, name);
  // An element added at the end moves no other.
  if (method === "append" || method === "extend") return false;
  if (!dictMutators.has(method) && !listMutators.has(method)) return false;
  return !isOwnContainer(code, object, region);
}

/** A container made in this function that nothing else gets hold of, or made anew in every turn: no element of what is walked. */
function isOwnContainer(code: Code, container: SyntaxNode | undefined, { parts, isGrowing }: Region): boolean {
  if (container === undefined) return false;
  const node = withoutParentheses(container);
  if (node.kind !== "identifier") return node.kind === "call" && valueOf(code, node).isNew;
  const binding = code.scopes.bindingOf(node);
  if (binding === undefined || (binding.kind !== "local" && binding.kind !== "global")) return false;
  if (!holdsOnlyNew(code, binding)) return false;
  // What is made in a turn may be put into a list that grows, and changed then.
  const isMadeInTurn =
    !isGrowing &&
    binding.references.every(({ node: at, access }) => access !== "write" || parts.some((part) => isInside(at, part)));
  return (
    isMadeInTurn ||
    binding.references.every(({ node: at, access }) => access !== "read" || useOf(code, at).kind !== "escapes")
  );
}

function isInConstructor(code: Code, target: SyntaxNode): boolean {
  const around = [...ancestors(target)].find(({ kind }) => kind === "function_definition");
  const name = around === undefined ? undefined : field(around, "name");
  const list = around === undefined ? undefined : field(around, "parameters");
  const [own, object] = [list === undefined ? undefined : namedChildren(list)[0], field(target, "object")];
  if (name === undefined || own === undefined || object === undefined) return false;
  return textOf(code.source, name) === "__init__" && textOf(code.source, own) === textOf(code.source, object);
}
