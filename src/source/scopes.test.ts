import { join } from "node:path";
import { expect, test } from "vitest";
import { descendants, textOf } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";
import { createParser } from "./python-parser.ts";
import { parseSource } from "./read-source.ts";
import { scopesOf, type Scopes } from "./scopes.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

interface Drawn {
  readonly scopes: Scopes;
  readonly nodes: readonly SyntaxNode[];
}

/** The scopes of a text, with all nodes that read `name`. */
function drawn(text: string, name: string): Drawn {
  const source = parseSource("/p/a.py", text, parser);
  expect(source.errors).toEqual([]);
  const nodes = [...descendants(source.root)].filter(
    (node) => textOf(source, node) === name && node.kind === "identifier",
  );
  return { scopes: scopesOf(source), nodes };
}

/** For every identifier `name` in the text, in order: whose it is, as `scope kind: binding kind`; `-` for no variable. */
function owners(text: string, name: string): readonly string[] {
  const { scopes, nodes } = drawn(text, name);
  return nodes.map((node) => {
    const binding = scopes.bindingOf(node);
    return binding === undefined ? "-" : `${binding.scope.kind} ${binding.kind}`;
  });
}

/** The accesses of the first `name` in the text. */
function accesses(text: string, name: string): string {
  const { scopes, nodes } = drawn(text, name);
  const binding = nodes[0] && scopes.bindingOf(nodes[0]);
  return binding?.references.map((reference) => `${reference.access}@${reference.node.startLine}`).join(" ") ?? "";
}

test("hides the names of a class from its methods", () => {
  expect(owners("x = 1\nclass A:\n  x = 2\n  y = x\n  def f(self): return x\n", "x")).toEqual([
    "module global",
    "class local",
    "class local",
    "module global",
  ]);
});

test("evaluates defaults, decorators, annotations and bases outside", () => {
  const text = "def f(x, y=x) -> x: return x\n";
  expect(owners(text, "x")).toEqual([
    "function parameter",
    "module global-unresolved",
    "module global-unresolved",
    "function parameter",
  ]);
  expect(owners("x = 1\ng = lambda x, y=x: x\n", "x").slice(1)).toEqual([
    "lambda parameter",
    "module global",
    "lambda parameter",
  ]);
  expect(owners("@d\nclass d(d): d\n", "d")).toEqual(Array.from({ length: 4 }, () => "module class"));
});

test("evaluates the first iterable of a comprehension outside, the others within", () => {
  expect(owners("x = y = []\nz = [x for x in x for q in x if x]\n", "x")).toEqual([
    "module global",
    "comprehension local",
    "comprehension local",
    "module global",
    "comprehension local",
    "comprehension local",
  ]);
  expect(owners("class A:\n  n = 3\n  m = [n for i in range(n)]\n", "n")).toEqual([
    "class local",
    "module global-unresolved",
    "class local",
  ]);
});

test("lets a walrus in a comprehension bind outside it", () => {
  expect(owners("def f(v):\n  any((w := x) for x in v)\n  return w\n", "w")).toEqual([
    "function local",
    "function local",
  ]);
});

test("follows global and nonlocal", () => {
  const text = "def f():\n  global g\n  g = 1\n  n = 2\n  def h():\n    nonlocal n\n    n += g\n";
  expect(owners(text, "n")).toEqual(Array.from({ length: 3 }, () => "function local"));
  expect(accesses(text, "n")).toBe("write@4 read@7 write@7");
  expect(owners(text, "g")).toEqual(Array.from({ length: 3 }, () => "module global"));
});

test.each([
  ["for t, (u, *v) in []: pass", "v", "write@1"],
  ["with a as (v, b): pass", "v", "write@1"],
  ["try: pass\nexcept E as v: v", "v", "write@2 read@2"],
  ["import os.v as v\nimport v.os", "v", ""],
  ["v: int\nv = 1", "v", "write@2"],
  ["v = 1\ndel v, v.a, v[0]", "v", "write@1 delete@2 read@2 read@2"],
  ["v += 1", "v", "read@1 write@1"],
  ["v[0] += v.v", "v", "read@1 read@1"],
  ["f(v=v)\nf(**v)", "v", ""],
  ["f'{v!r:{v}}'", "v", "read@1 read@1"],
  ["match s:\n  case [1, *v] | {'k': v, **w} if v: pass", "v", "write@2 write@2 read@2"],
  ["match s:\n  case P(v=v) | v.x as w: pass", "w", "write@2"],
  ["async def f():\n  async for v in a:\n    await v", "v", "write@2 read@3"],
  ["v = w = v = 1", "v", "write@1 write@1"],
  ["type(v).x = v", "v", "read@1 read@1"],
])("sees what %j does to %s", (text, name, expected) => {
  if (expected !== "") expect(accesses(text, name)).toBe(expected);
  else expect(owners(text, name)).toContain("-");
});

test("takes attribute and keyword names for no variables", () => {
  expect(owners("v = 1\nf(v=v.v)\nclass A(v=v): pass\n", "v")).toEqual([
    "module global",
    "-",
    "module global",
    "-",
    "-",
    "module global",
  ]);
});

test("binds type parameters, and lets them see the class around", () => {
  expect(owners("class A[T: int]:\n  def f[U](self, x: T) -> U: return T\n", "T")).toEqual([
    "annotation type-parameter",
    "annotation type-parameter",
    "annotation type-parameter",
  ]);
  expect(owners("class A:\n  X = int\n  def f[T: X](self): return X\n", "X")).toEqual([
    "class local",
    "class local",
    "module global-unresolved",
  ]);
  expect(owners("type L[T] = list[T]\n", "T")).toEqual(["annotation type-parameter", "annotation type-parameter"]);
});

test("mangles private names within a class as CPython does", () => {
  expect(owners("__x = 1\nclass A:\n  __x = 2\n  def f(self, __x): return __x\n", "__x")).toEqual([
    "module global",
    "class local",
    "function parameter",
    "function parameter",
  ]);
});

const kinds = (text: string, name: string): string | undefined => owners(text, name)[0];

test("says how a name came to be", () => {
  expect(kinds("len(x)", "len")).toBe("module builtin");
  expect(kinds("from m import *\nlen(x)", "len")).toBe("module global-unresolved");
  expect(kinds("import x", "x")).toBe("module import");
  expect(kinds("def x(): pass", "x")).toBe("module function");
  expect(kinds("def x(): pass\nx = d(x)", "x")).toBe("module global");
  expect(kinds("def f(x):\n  x = 1", "x")).toBe("function parameter");
});

test.each([
  ["def f():\n  exec(s)\n", "function", true],
  ["def f():\n  locals()\n", "function", false],
  ["def f():\n  vars(self)\n", "", false],
  ["def f():\n  vars()\n", "function", false],
  ["def f(eval):\n  eval(s)\n", "", false],
  ["from m import *\n", "", true],
])("knows where names may change unseen: %j", (text, inner, isModule) => {
  const { scopes } = drawn(text, "x");
  const [module, ...others] = scopes.all.map((scope) => scope.usesDynamicNames);
  expect(module).toBe(isModule);
  expect(others).toEqual(others.map(() => inner !== ""));
});

test("looks up what a name would mean at a place", () => {
  const { scopes, nodes } = drawn("deque = 1\ndef f():\n  deque = 2\n  use\nuse\n", "use");
  expect(nodes.map((node) => scopes.lookUp("deque", node).scope.kind)).toEqual(["function", "module"]);
  expect(scopes.all.map((scope) => scopes.scopeMadeBy(scope.node) === scope)).toEqual([true, true]);
});

test("survives expressions as deep as their authors like", () => {
  const deep = Array.from({ length: 20_000 }, () => "x").join(" + ");
  expect(accesses(`x = 1\ny = ${deep}\n`, "x").split(" ").length).toBe(20_001);
});
