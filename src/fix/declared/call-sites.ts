import type { Code, Mentions } from "../../diagnose/analysis/code.ts";
import { methodsNamed } from "../../diagnose/analysis/callee.ts";
import { classAround } from "../../diagnose/analysis/flow/cell.ts";
import { definitionAt, valueGivenTo, type Definition } from "../../diagnose/analysis/flow/calls.ts";
import { listMutators, listReaders, otherMutators, readers } from "../../diagnose/analysis/known-callables.ts";
import { definitionsMeant } from "../../diagnose/analysis/meaning.ts";
import { descendants, field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { typeOf, type Declaration, type ParameterOf } from "./declarations.ts";

/** As many calls as are looked at. */
const MOST = 200;

/** What the project's calls of the function give that parameter, where that can be told. */
export function givenByCalls(
  { code, owner, name }: ParameterOf,
  mentions: Mentions | undefined,
): readonly Declaration[] {
  const definition = definitionAt(code, owner);
  const parameter = definition?.parameters.find((each) => each.name === name);
  if (definition === undefined || parameter === undefined) return [];
  const called = calledAs(code, definition);
  if (called === undefined) return [];
  const files = [code, ...(mentions?.(called, code.source.path) ?? [])];
  const calls = files.flatMap((file) => callsIn(file, code, definition, called)).slice(0, MOST);
  return calls.flatMap((call): readonly Declaration[] => {
    const value = valueGivenTo(call.code, definition, call.node, parameter);
    if (value === undefined || value === parameter.default) return [];
    const type = typeOf(call.code, value);
    const text = textOf(call.code.source, value);
    return type.name === "?" ? [] : [{ how: "call", type, text, code: call.code, at: call.node }];
  });
}

/** The name by which it is called: a constructor by its class's; undefined for methods that Python itself calls. */
function calledAs(code: Code, { node, name }: Definition): string | undefined {
  const owner = classAround(node);
  if (name !== "__init__" || owner === undefined) return name.startsWith("__") ? undefined : name;
  const className = field(owner, "name");
  return className === undefined ? undefined : textOf(code.source, className);
}

interface Call {
  readonly code: Code;
  readonly node: SyntaxNode;
}

function callsIn(file: Code, home: Code, definition: Definition, called: string): readonly Call[] {
  const isMethod = classAround(definition.node) !== undefined && definition.name !== "__init__";
  const target = definition.name === "__init__" ? classAround(definition.node) : definition.node;
  return calledSo(file, called).flatMap(({ node, callee }): readonly Call[] => {
    const meant = definitionsMeant(file, callee) ?? [];
    const isIt = meant.some((each) => each.node === target && each.code.source.path === home.source.path);
    return isIt || (isMethod && isOnlyMethod(file, home, callee, called)) ? [{ code: file, node }] : [];
  });
}

/** `find(…)` and `anything.find(…)` */
function calledSo(file: Code, called: string): readonly { readonly node: SyntaxNode; readonly callee: SyntaxNode }[] {
  return [...descendants(file.source.root)].flatMap((node) => {
    const callee = node.kind === "call" ? field(node, "function") : undefined;
    const name = callee?.kind === "attribute" ? field(callee, "attribute") : callee;
    const isSo = name !== undefined && textOf(file.source, name) === called;
    return callee !== undefined && isSo ? [{ node, callee }] : [];
  });
}

/** `rows.find(…)`: the one method of that name, which no built-in type has. */
function isOnlyMethod(file: Code, home: Code, callee: SyntaxNode, name: string): boolean {
  if (callee.kind !== "attribute" || [listMutators, listReaders, otherMutators, readers].some((set) => set.has(name)))
    return false;
  const others = file.source.path === home.source.path ? 0 : methodsNamed(file, name).length;
  return others === 0 && methodsNamed(home, name).length === 1;
}
