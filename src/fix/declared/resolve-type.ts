import { argumentsOf } from "../../diagnose/analysis/expression-context.ts";
import { importedPath } from "../../diagnose/analysis/callee.ts";
import type { Code } from "../../diagnose/analysis/code.ts";
import { definitionsMeant, type Located } from "../../diagnose/analysis/meaning.ts";
import { onlyValueOf } from "../../diagnose/analysis/values.ts";
import { importedBy } from "../../source/imported.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { readType, unionOf, UNKNOWN, type DeclaredType } from "./declared-type.ts";

/** As many aliases of aliases as are followed. */
const DEPTH = 3;

/** The type that a text means where it stands: the file's aliases, imports and classes are looked up. */
export function resolveType(code: Code, text: string, at: SyntaxNode, depth = 0): DeclaredType {
  return resolved(code, readType(text), at, depth);
}

function resolved(code: Code, type: DeclaredType, at: SyntaxNode, depth: number): DeclaredType {
  const of = type.of.map((inner) => resolved(code, inner, at, depth));
  if (type.name === "|") return of.some(({ name }) => name === "?") ? UNKNOWN : unionOf(of);
  // A dotted name is left as it is: `models.Row` says nothing.
  if (!/^\w+$/u.test(type.name)) return { ...type, of };
  return meant(code, { ...type, of }, at, depth);
}

function meant(code: Code, type: DeclaredType, at: SyntaxNode, depth: number): DeclaredType {
  const binding = code.scopes.lookUp(type.name, at);
  if (binding.kind === "builtin" || binding.kind === "global-unresolved") return type;
  const name = binding.references.find(({ access }) => access === "write")?.node;
  if (binding.kind === "type-parameter" || name === undefined) return UNKNOWN;
  const [only, ...others] = definitionsMeant(code, name) ?? [];
  if (only !== undefined && others.length === 0) return classMeant(type, only);
  if (binding.kind === "import") return imported(code, type, name, depth);
  const value = depth < DEPTH ? onlyValueOf(binding) : undefined;
  return value === undefined ? UNKNOWN : aliased(code, value, depth);
}

function classMeant(type: DeclaredType, made: Located): DeclaredType {
  return made.node.kind === "class_definition" ? { ...type, made } : UNKNOWN;
}

/** `from decimal import Decimal as D`; `from .types import Names`, an alias of another file. */
function imported(code: Code, { of }: DeclaredType, name: SyntaxNode, depth: number): DeclaredType {
  const origin = importedBy(code.source, name);
  const home = origin?.member === undefined ? undefined : code.modules?.(code.source.path, origin.module);
  const path = importedPath(code, name);
  if (home !== undefined && origin?.member !== undefined && depth < DEPTH)
    return resolveType(home, origin.member, home.source.root, depth + 1);
  return path === undefined ? UNKNOWN : { ...readType(path.slice(path.lastIndexOf(".") + 1)), of };
}

/** `Names = List[str]`, `Name = NewType("Name", str)` */
function aliased(code: Code, value: SyntaxNode, depth: number): DeclaredType {
  const callee = value.kind === "call" ? field(value, "function") : undefined;
  if (callee === undefined) return resolveType(code, textOf(code.source, value), value, depth + 1);
  const [, of] = argumentsOf(value);
  const isNew = importedPath(code, callee) === "typing.NewType";
  return isNew && of !== undefined ? resolveType(code, textOf(code.source, of), of, depth + 1) : UNKNOWN;
}
