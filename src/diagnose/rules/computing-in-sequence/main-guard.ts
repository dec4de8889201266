import { field, isDocstring, isInside, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import type { Obstacle } from "../../finding.ts";

/**
 * What another process would do again when it reads the script to find a function: everything at its top level that is not below
 * `if __name__ == "__main__":`. Up to Python 3.13 Linux forks and reads nothing; elsewhere, and from 3.14 on, it does.
 */
export function unguarded(code: Code, at: SyntaxNode): readonly Obstacle[] {
  const statements = namedChildren(code.source.root);
  const odd = statements.find((statement) => !isHarmless(code, statement) && !isGuard(code, statement));
  const outer = statements.find((statement) => isInside(at, statement));
  const isRunAtOnce = outer !== undefined && !isGuard(code, outer) && !DEFINITIONS.has(outer.kind);
  const first = isRunAtOnce ? outer : odd;
  return first === undefined
    ? []
    : [{ code: "no-main-guard", about: (textOf(code.source, first).split(/[\r\n]/u, 1)[0] ?? "").slice(0, 60) }];
}

const DEFINITIONS: ReadonlySet<string> = new Set(["function_definition", "class_definition"]);
const PLAIN: ReadonlySet<string> = new Set(["integer", "float", "string", "true", "false", "none", "identifier"]);
const CONTAINERS: ReadonlySet<string> = new Set(
  "list tuple dictionary set pair unary_operator binary_operator concatenated_string expression_list".split(" "),
);

function isGuard({ source }: Code, statement: SyntaxNode): boolean {
  const condition = statement.kind === "if_statement" ? field(statement, "condition") : undefined;
  const text = condition === undefined ? "" : textOf(source, withoutParentheses(condition));
  return /^__name__\s*==\s*["']__main__["']$/u.test(text) && field(statement, "alternative") === undefined;
}

/** Imports, definitions and constants. */
function isHarmless(code: Code, statement: SyntaxNode): boolean {
  if (statement.kind.includes("import") || DEFINITIONS.has(statement.kind) || isDocstring(statement)) return true;
  const [inner] = namedChildren(statement);
  const value = inner?.kind === "assignment" ? field(inner, "right") : undefined;
  return value !== undefined && isConstant(code, value);
}

function isConstant(code: Code, value: SyntaxNode): boolean {
  if (PLAIN.has(value.kind)) return !value.children.some(({ kind }) => kind === "interpolation");
  if (CONTAINERS.has(value.kind)) return namedChildren(value).every((part) => isConstant(code, part));
  return calledPath(code, value) === "re.compile";
}
