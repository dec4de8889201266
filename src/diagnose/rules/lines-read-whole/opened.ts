import { ancestors, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** A file that nobody but this function reads from. */
export interface OpenedFile {
  /** What is read from: a name, the call of `open` itself, `sys.stdin`. */
  readonly file: SyntaxNode;
  /** The calls of `open`; none for stdin. */
  readonly opened: readonly SyntaxNode[];
}

/** The file, if the expression is one that `open` gave in this function, or stdin. */
export function openedFile(context: RuleContext, file: SyntaxNode): OpenedFile | undefined {
  if (isOpen(context, file)) return { file, opened: [file] };
  if (importedPath(context, file) === "sys.stdin") return { file, opened: [] };
  const binding = file.kind === "identifier" ? context.scopes.bindingOf(file) : undefined;
  if (binding?.scope.kind !== "function" || binding.scope.node !== context.function.node) return undefined;
  const writes = binding.references.filter(({ access }) => access !== "read");
  const opened = writes.flatMap(({ node }) => openOf(node) ?? []);
  const isAll = writes.length > 0 && opened.length === writes.length;
  return isAll && opened.every((call) => isOpen(context, call)) ? { file, opened } : undefined;
}

function isOpen(context: RuleContext, node: SyntaxNode): boolean {
  return node.kind === "call" && builtinCalled(node, context) === "open";
}

/** `with open(…) as f`, `f = open(…)` */
function openOf(name: SyntaxNode): SyntaxNode | undefined {
  const { parent } = name;
  if (parent?.kind === "assignment" && name.field === "left") return field(parent, "right");
  return parent?.kind === "as_pattern_target" ? namedChildren(parent.parent ?? parent)[0] : undefined;
}

/** Do its lines end where `\n` does in the text, whatever else `newline=` may say? `""` leaves `\r` alone, too. */
export function endsLines({ source }: RuleContext, { opened }: OpenedFile, allowed: readonly string[]): boolean {
  return opened.every((call) =>
    argumentsOf(call).every((argument) => {
      const name = argument.kind === "keyword_argument" ? field(argument, "name") : undefined;
      if (argument.kind === "dictionary_splat" || argument.kind === "list_splat") return false;
      if (name === undefined || textOf(source, name) !== "newline") return true;
      const value = field(argument, "value");
      return value !== undefined && allowed.includes(textOf(source, value).replaceAll("'", '"'));
    }),
  );
}

/** The position in the file is another while it is walked through: nobody may ask for it, or read on. */
export function otherUses(context: RuleContext, { file }: OpenedFile): readonly Obstacle[] {
  const { source } = context;
  const binding = file.kind === "identifier" ? context.scopes.bindingOf(file) : undefined;
  if (binding === undefined) return [];
  const others = binding.references.filter(({ node, access }) => access === "read" && node !== file);
  return others.every(({ node }) => isClosing(source, node))
    ? []
    : [{ code: "other-use", about: textOf(source, file) }];
}

function isClosing(source: RuleContext["source"], node: SyntaxNode): boolean {
  const name = node.parent?.kind === "attribute" ? field(node.parent, "attribute") : undefined;
  return name !== undefined && textOf(source, name) === "close";
}

/** The `with` whose whole body the statement is. */
export function withOf(statement: SyntaxNode): SyntaxNode | undefined {
  const [block, around] = [...ancestors(statement)];
  const isAlone = block?.kind === "block" && namedChildren(block).length === 1;
  return isAlone && around?.kind === "with_statement" ? around : undefined;
}
