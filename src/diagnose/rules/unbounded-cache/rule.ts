import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { judgeHeld } from "../../memory-evidence.ts";
import type { Candidate, Rule, RuleContext } from "../../rule.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { decoratorsOf, importedPath } from "../../analysis/callee.ts";
import { storesOfMemos } from "./memos.ts";

/** Results are kept for every argument that there ever was. */
export const unboundedCache: Rule = {
  id: "unbounded-cache",
  rung: "memory",
  find: (context) => [...storesOfMemos(context), ...cachedResults(context)].map((node) => candidateOf(context, node)),
  judge: (_, evidence) => judgeHeld(evidence),
};

/** What a function under `@cache` or `@lru_cache(maxsize=None)` makes and returns. */
function cachedResults(context: RuleContext): readonly SyntaxNode[] {
  const { node, isGenerator, isAsync } = context.function;
  if (isGenerator || isAsync || !decoratorsOf(node).some((decorator) => keepsAll(context, decorator))) return [];
  return [...ownNodes(context)].flatMap((each) => {
    const value = each.kind === "return_statement" ? namedChildren(each)[0] : undefined;
    // A name or a constant makes nothing that the line would hold.
    return value === undefined || plain.has(value.kind) ? [] : [value];
  });
}

const plain = new Set(["identifier", "integer", "float", "true", "false", "none", "string", "attribute", "subscript"]);

function keepsAll(context: RuleContext, decorator: SyntaxNode): boolean {
  if (decorator.kind !== "call") return importedPath(context, decorator) === "functools.cache";
  const [callee, given] = [field(decorator, "function"), field(decorator, "arguments")];
  if (callee === undefined || given === undefined || importedPath(context, callee) !== "functools.lru_cache")
    return false;
  const [first] = namedChildren(given);
  const size = first?.kind === "keyword_argument" ? valueNamed(context, first, "maxsize") : first;
  return size?.kind === "none";
}

function valueNamed({ source }: RuleContext, argument: SyntaxNode, wanted: string): SyntaxNode | undefined {
  const name = field(argument, "name");
  return name !== undefined && textOf(source, name) === wanted ? field(argument, "value") : undefined;
}

function candidateOf({ function: owner }: RuleContext, expression: SyntaxNode): Candidate {
  return {
    rule: "unbounded-cache",
    expression,
    watch: { kind: "statement", expression, operand: expression },
    facts: [],
    obstacles: [{ code: "what-to-forget", about: owner.name }],
  };
}
