import type { Located } from "../../diagnose/analysis/meaning.ts";
import { descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";

/**
 * Do equal instances of a class have one hash, as its text says: is all that `__hash__` reads of `self` compared in `__eq__` with the same
 * of the other? Where that is not plain they may disagree.
 */
export function agreesWithHash({ code, node }: Located): boolean {
  const { source } = code;
  const [equal, hash] = [methodOf(source, node, "__eq__"), methodOf(source, node, "__hash__")];
  if (equal === undefined || hash === undefined) return false;
  const [own = "self", others = "other"] = parametersOf(source, equal);
  const [hashed = "self"] = parametersOf(source, hash);
  const compared = comparedIn(source, equal, own, others);
  const reads = pathsOf(source, hash, hashed);
  return !mayBeEither(equal) && reads.length > 0 && reads.every((path) => compared.has(path));
}

function methodOf(source: SourceFile, owner: SyntaxNode, name: string): SyntaxNode | undefined {
  return namedChildren(field(owner, "body") ?? owner).find((node) => {
    const called = node.kind === "function_definition" ? field(node, "name") : undefined;
    return called !== undefined && textOf(source, called) === name;
  });
}

function parametersOf(source: SourceFile, method: SyntaxNode): readonly string[] {
  const list = field(method, "parameters");
  return (list === undefined ? [] : namedChildren(list)).map((each) => /^\w+/u.exec(textOf(source, each))?.[0] ?? "");
}

/** `.name`, `.key()`, `.a.b`: each longest path from `self` below a node; "" for `self` itself. */
function pathsOf(source: SourceFile, method: SyntaxNode, self: string): readonly string[] {
  const body = field(method, "body") ?? method;
  return [...descendants(body)].flatMap((node) => {
    if (node.kind !== "identifier" || node.field === "attribute" || textOf(source, node) !== self) return [];
    return [textOf(source, pathFrom(node)).slice(self.length)];
  });
}

/** The longest chain of attributes and of calls without arguments that begins with a name. */
function pathFrom(name: SyntaxNode): SyntaxNode {
  let at = name;
  for (let parent = at.parent; parent !== undefined; parent = at.parent) {
    const isObject = parent.kind === "attribute" && at.field === "object";
    const isCalled = parent.kind === "call" && at.field === "function" && isBare(parent);
    if (!isObject && !isCalled) return at;
    at = parent;
  }
  return at;
}

function isBare(call: SyntaxNode): boolean {
  const list = field(call, "arguments");
  return list?.kind === "argument_list" && namedChildren(list).length === 0;
}

/** The paths that are compared by `==` with the same path of the other, alone or in tuples. */
function comparedIn(source: SourceFile, equal: SyntaxNode, self: string, other: string): ReadonlySet<string> {
  const found = [...descendants(equal)].flatMap((node) => {
    const [mine, its] = sidesOf(source, node);
    return mine.flatMap((part, at) => samePath([part, its[at] ?? ""], self, other) ?? []);
  });
  return new Set(found);
}

/** `.name` of `self.name` and `other.name`, either way round. */
function samePath([one, two]: readonly [string, string], self: string, other: string): string | undefined {
  const path = pathAfter(one, self);
  if (path !== undefined) return pathAfter(two, other) === path ? path : undefined;
  const turned = pathAfter(one, other);
  return turned !== undefined && pathAfter(two, self) === turned ? turned : undefined;
}

/** What stands on the two sides of `==` or `is`. */
function sidesOf(source: SourceFile, node: SyntaxNode): readonly [readonly string[], readonly string[]] {
  const parts = node.kind === "comparison_operator" ? namedChildren(node) : [];
  const [left, right, ...more] = parts.filter((child) => child.field !== "operators");
  const isEquality = node.children.some(({ kind, field: at }) => at === "operators" && equality.has(kind));
  if (left === undefined || right === undefined || more.length > 0 || !isEquality) return [[], []];
  return [partsOf(source, left), partsOf(source, right)];
}

const equality = new Set(["==", "is"]);

function partsOf(source: SourceFile, side: SyntaxNode): readonly string[] {
  const parts = side.kind === "tuple" ? namedChildren(side) : [side];
  return parts.map((part) => textOf(source, part).replaceAll(/\s+/gu, ""));
}

function pathAfter(text: string, name: string): string | undefined {
  const isPath = text.startsWith(`${name}.`) && /^[\w.()]+$/u.test(text);
  return isPath ? text.slice(name.length) : undefined;
}

/** `a == b or c == d`: equal in one way or another. */
function mayBeEither(equal: SyntaxNode): boolean {
  return [...descendants(equal)].some(
    (node) =>
      node.kind === "boolean_operator" &&
      field(node, "operator")?.kind === "or" &&
      namedChildren(node).some(({ kind }) => kind === "comparison_operator"),
  );
}
