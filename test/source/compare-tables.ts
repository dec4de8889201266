import { ancestors, field } from "../../src/source/navigate.ts";
import type { SyntaxNode } from "../../src/source/node.ts";
import { scopesOf, type Binding, type Reference, type Scope } from "../../src/source/scopes.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import type { Table } from "./python-oracle.ts";

/** Made by the compiler, not by the text. */
const invisible =
  /^(?:\.\w+|__class__|__classdict__|__classdictcell__|__conditional_annotations__|__classcell__|__static_attributes__|__type_params__)$/u;

type Touched = ReadonlyMap<Scope, ReadonlyMap<string, readonly Reference[]>>;

/**
 * Where our scopes and CPython's symbol tables say different things: a sentence each. From 3.12 on (`isInlining`, PEP 709)
 * the tables mix the names of list, set and dict comprehensions into those of the scope around: these scopes are left out.
 */
export function compareTables(source: SourceFile, tables: readonly Table[], isInlining: boolean): readonly string[] {
  const differences: string[] = [];
  const touched = touchedNames(source);
  const mixed = isInlining ? mixedScopes(source) : new Set<Scope>();
  const ours = new Map<string, Scope[]>();
  for (const scope of scopesOf(source).all) {
    if (scope.kind !== "annotation" && !mixed.has(scope)) push(ours, keyOf(source, scope), scope);
  }
  const left = new Set([...mixed].map((scope) => keyOf(source, scope)));
  for (const table of tables) {
    const key = keyOfTable(table);
    if (key === undefined || left.has(key)) continue;
    const fewest = bestMatch(source, ours.get(key) ?? [], table, touched);
    differences.push(...fewest.map((text) => `${key}: ${text}`));
  }
  for (const [key, rest] of ours) if (rest.length > 0 && !left.has(key)) differences.push(`no table: ${key}`);
  return differences;
}

/** Undefined for the scopes of annotations and type parameters, which have no names that the text shows by themselves. */
function keyOfTable(table: Table): string | undefined {
  if (table.kind === "module") return "module";
  // 3.15 writes `<genexpr>` where others write `genexpr`.
  const name = table.name.replaceAll(/[<>]/gu, "");
  return table.kind === "function" || table.kind === "class" ? `${table.kind} ${name} ${table.line}` : undefined;
}

/** Comprehensions that CPython inlines, and the scopes that they are inlined into. */
function mixedScopes(source: SourceFile): ReadonlySet<Scope> {
  const mixed = new Set<Scope>();
  for (const scope of scopesOf(source).all) {
    if (scope.kind !== "comprehension" || scope.node.kind === "generator_expression") continue;
    mixed.add(scope);
    if (scope.parent !== undefined) mixed.add(scope.parent);
  }
  return mixed;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Two lambdas in a line cannot be told apart by CPython's tables: take the one that fits, out of `candidates`. */
function bestMatch(source: SourceFile, candidates: Scope[], table: Table, touched: Touched): readonly string[] {
  let best: readonly string[] | undefined;
  let at = 0;
  for (const [index, scope] of candidates.entries()) {
    const differences = compareTable(source, scope, table, touched);
    if (best !== undefined && best.length <= differences.length) continue;
    best = differences;
    at = index;
  }
  candidates.splice(at, 1);
  return best ?? ["no such scope"];
}

const comprehensionNames: Readonly<Record<string, string>> = {
  list_comprehension: "listcomp",
  set_comprehension: "setcomp",
  dictionary_comprehension: "dictcomp",
  generator_expression: "genexpr",
};

function keyOf(source: SourceFile, scope: Scope): string {
  if (scope.kind === "module") return "module";
  const name = field(scope.node, "name");
  const made = comprehensionNames[scope.node.kind] ?? "lambda";
  const text = name === undefined ? made : source.text.slice(name.start, name.end);
  return `${scope.kind === "class" ? "class" : "function"} ${text} ${scope.node.startLine}`;
}

/** What happens to each name in each scope. */
function touchedNames(source: SourceFile): Touched {
  const scopes = scopesOf(source);
  const touched = new Map<Scope, Map<string, Reference[]>>();
  for (const binding of [scopes.outside, ...scopes.all.map((scope) => scope.bindings)].flatMap((map) => [
    ...map.values(),
  ])) {
    for (const reference of binding.references) {
      for (const scope of scopesTouched(source, reference.node)) {
        const names = touched.get(scope) ?? new Map<string, Reference[]>();
        names.set(binding.name, [...(names.get(binding.name) ?? []), reference]);
        touched.set(scope, names);
      }
    }
  }
  return touched;
}

/** The scope of a name; for a walrus in a comprehension also the one that gets the name, as CPython's table has it. */
function scopesTouched(source: SourceFile, node: SyntaxNode): readonly Scope[] {
  const scopes = scopesOf(source);
  const touched = [scopes.scopeOf(node)];
  if (node.parent?.kind !== "named_expression" || node.field !== "name") return touched;
  for (let scope = touched[0]; scope?.kind === "comprehension" && scope.parent !== undefined; scope = scope.parent) {
    touched.push(scope.parent);
  }
  return touched;
}

/** With `from __future__ import annotations` CPython puts the names of annotations into tables of their own. */
function isInAnnotation(node: SyntaxNode): boolean {
  return [...ancestors(node)].some((at) => at.kind === "type");
}

function place(binding: Binding, scope: Scope): string {
  if (binding.scope.kind === "module") return "global";
  return binding.scope === scope ? "local" : "free";
}

function compareTable(source: SourceFile, scope: Scope, table: Table, touched: Touched): readonly string[] {
  const differences: string[] = [];
  const inside = scope.kind === "module" ? scope.node : (field(scope.node, "body") ?? scope.node);
  const names = touched.get(scope) ?? new Map<string, readonly Reference[]>();
  for (const [name, facts] of Object.entries(table.names)) {
    if (invisible.test(name) || !(isBound(facts) || facts.referenced)) continue;
    const binding = scopesOf(source).lookUp(name, inside);
    const mine = place(binding, scope);
    const theirs = theirPlace(facts, scope);
    if (mine !== theirs) differences.push(`${name} is ${theirs}, for us ${mine}`);
    const isParameter = binding.kind === "parameter" && binding.scope === scope;
    if (facts.parameter !== isParameter) differences.push(`${name} parameter: ${facts.parameter}`);
    differences.push(
      ...compareAccess(facts, names.get(name) ?? [], binding.scope === scope).map((text) => name + text),
    );
  }
  return [...differences, ...namesOfOurs(names, table)];
}

function namesOfOurs(names: ReadonlyMap<string, readonly Reference[]>, table: Table): readonly string[] {
  const unknown = [...names].filter(([name, references]) => {
    return !(name in table.names) && !references.every((reference) => isInAnnotation(reference.node));
  });
  return unknown.map(([name]) => `${name} is not theirs`);
}

type Facts = Table["names"][string];

function isBound(facts: Facts): boolean {
  return facts.assigned || facts.imported || facts.parameter;
}

function theirPlace(facts: Facts, scope: Scope): string {
  // symtable takes a function called `top` for the module (its `_module_scope`), hence the parameter first.
  if (facts.parameter) return "local";
  if (facts.global || scope.kind === "module") return "global";
  return facts.free ? "free" : "local";
}

function compareAccess(facts: Facts, references: readonly Reference[], isOwn: boolean): readonly string[] {
  const differences: string[] = [];
  const isRead = references.some(({ access }) => access === "read");
  const isWritten = references.some(({ access }) => access !== "read");
  if (facts.referenced && !isRead) differences.push(" is referenced");
  // `x += 1` is a write alone for symtable, a read and a write for us.
  const reads = references.filter(({ node, access }) => access === "read" && !isInAnnotation(node));
  if (!facts.referenced && !isWritten && reads.length > 0) differences.push(" is not referenced");
  // `x: int` alone makes a name local without giving it a value: "assigned" for symtable.
  if (isBound(facts) && !isWritten && !isOwn) differences.push(" is assigned");
  if (!isBound(facts) && isWritten) differences.push(" is not assigned");
  return differences;
}
