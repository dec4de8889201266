import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding } from "../../source/scopes.ts";
import type { RuleContext } from "../rule.ts";
import { argumentsOf, builtinCalled } from "./expression-context.ts";
import { isExactText } from "./exact-text.ts";
import { callsOf, definitionAt, valueGivenTo } from "./flow/calls.ts";

/** What an expression is known to give: a `str` itself, a new list of such, a file that gives such. */
type Exact = "text" | "texts" | "file" | undefined;

interface Question {
  readonly context: RuleContext;
  /** All calls of the file's functions are in the file: it is the script that is run. */
  readonly isScript: boolean;
  /** The names that led here. */
  readonly asked: readonly Binding[];
}

type Ask = (question: Question, node: SyntaxNode) => Exact;

/** How many names are followed. */
const DEPTH = 6;

/**
 * Does the expression surely give a `str` itself, as `isExactText` asks, also through names: what is made of such text by its methods, slices and loops,
 * read from a file that `open` opened as text, and (in a script) parameters that every call gives such text?
 */
export function givesExactText(context: RuleContext, node: SyntaxNode, isScript: boolean): boolean {
  return isText({ context, isScript, asked: [] }, node);
}

function exactOf(question: Question, node: SyntaxNode): Exact {
  return isExactText(node, question.context.source) ? "text" : byKind[node.kind]?.(question, node);
}

function isText(question: Question, node: SyntaxNode | undefined): boolean {
  return node !== undefined && exactOf(question, node) === "text";
}

const byKind: Readonly<Record<string, Ask>> = {
  parenthesized_expression: (question, node) =>
    namedChildren(node).every((inner) => isText(question, inner)) ? "text" : undefined,
  binary_operator: (question, node) => {
    const [operator, right] = [field(node, "operator")?.kind, field(node, "right")];
    const isMore = operator === "+" ? isText(question, right) : operator === "*" && right?.kind === "integer";
    return isMore && isText(question, field(node, "left")) ? "text" : undefined;
  },
  conditional_expression: (question, node) => {
    const [chosen, , other] = namedChildren(node);
    return isText(question, chosen) && isText(question, other) ? "text" : undefined;
  },
  subscript: (question, node) => {
    const value = field(node, "value");
    const exact = value === undefined ? undefined : exactOf(question, value);
    const isItem = exact === "texts" && field(node, "subscript")?.kind !== "slice";
    return exact === "text" || isItem ? "text" : undefined;
  },
  identifier: ofName,
  call: (question, node) => {
    const builtin = builtinCalled(node, question.context);
    return builtin === undefined ? ofMethod(question, node) : ofBuiltin(question, node, builtin);
  },
};

const giving = new Set(
  `capitalize casefold center expandtabs join ljust lower lstrip replace rjust rstrip strip swapcase title upper zfill`.split(
    " ",
  ),
);
const listing = new Set(["split", "rsplit", "splitlines"]);
const spelling = new Set(["chr", "hex", "bin", "oct"]);

function ofMethod(question: Question, call: SyntaxNode): Exact {
  const callee = field(call, "function");
  const [object, name] =
    callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  if (object === undefined || name === undefined) return undefined;
  const method = textOf(question.context.source, name);
  const receiver = exactOf(question, object);
  if (receiver === "file") return method === "read" || method === "readline" ? "text" : undefined;
  if (receiver !== "text") return undefined;
  return giving.has(method) ? "text" : listing.has(method) ? "texts" : undefined;
}

function ofBuiltin({ context }: Question, call: SyntaxNode, builtin: string): Exact {
  if (spelling.has(builtin)) return "text";
  return builtin === "open" && isOpenedAsText(context, argumentsOf(call)) ? "file" : undefined;
}

function isOpenedAsText({ source }: RuleContext, [, mode, ...others]: readonly SyntaxNode[]): boolean {
  const isHarmless = (each: SyntaxNode): boolean =>
    each.kind === "keyword_argument" && /^(?:encoding|errors|newline)\b/u.test(textOf(source, each));
  if (!others.every(isHarmless)) return false;
  return mode === undefined || isHarmless(mode) || (mode.kind === "string" && !textOf(source, mode).includes("b"));
}

/** A list that has a name may get other elements by it. */
function ofName(question: Question, node: SyntaxNode): Exact {
  const { context, asked } = question;
  const binding = context.scopes.bindingOf(node);
  if (binding === undefined || asked.length >= DEPTH || asked.includes(binding)) return undefined;
  if (!isFollowed(question, binding)) return undefined;
  const next: Question = { ...question, asked: [...asked, binding] };
  const writes = binding.references.flatMap((each) => (each.access === "write" ? [each.node] : []));
  const own = writes.filter((write) => !isParameterName(write)).map((write) => ofWrite(next, write));
  const exact = agreed(binding.kind === "parameter" ? [ofParameter(next, binding), ...own] : own);
  return exact === "texts" ? undefined : exact;
}

function isFollowed({ context, isScript }: Question, { kind, scope, references }: Binding): boolean {
  const isModules = kind === "global" && (isScript || context.function.node.kind === "module");
  if (kind !== "local" && kind !== "parameter" && !isModules) return false;
  return !scope.usesDynamicNames && references.every(({ access }) => access !== "delete");
}

function agreed([first, ...others]: readonly Exact[]): Exact {
  return others.every((other) => other === first) ? first : undefined;
}

function isParameterName({ parent }: SyntaxNode): boolean {
  return parent?.kind === "parameters" || parent?.parent?.kind === "parameters";
}

/** `name = value`, `name += value`, `for name in texts`, `with open(…) as name`. */
function ofWrite(question: Question, write: SyntaxNode): Exact {
  const { parent } = write;
  if (parent === undefined) return undefined;
  if (write.field === "left") return byWriter[parent.kind]?.(question, parent);
  const opened =
    parent.kind === "as_pattern_target" && parent.parent?.kind === "as_pattern" ? parent.parent : undefined;
  const value = opened === undefined ? undefined : namedChildren(opened)[0];
  const exact = value === undefined ? undefined : exactOf(question, value);
  return exact === "file" ? exact : undefined;
}

const assigned: Ask = (question, node) => {
  const value = field(node, "right");
  return value === undefined ? undefined : exactOf(question, value);
};

const walked: Ask = (question, node) => {
  const isAsync = node.children.some(({ kind }) => kind === "async");
  return !isAsync && assigned(question, node) !== undefined ? "text" : undefined;
};

const byWriter: Readonly<Record<string, Ask>> = {
  assignment: assigned,
  augmented_assignment: (question, node) =>
    field(node, "operator")?.kind === "+=" ? assigned(question, node) : undefined,
  for_statement: walked,
  for_in_clause: walked,
};

/** What every call gives the parameter, where all of them are in sight. */
function ofParameter(question: Question, binding: Binding): Exact {
  const { context, isScript } = question;
  const definition = definitionAt(context, binding.scope.node);
  const parameter = definition?.parameters.find(({ name }) => name === binding.name);
  if (definition === undefined || parameter === undefined || !isScript) return undefined;
  const calls = callsOf(context, definition) ?? [];
  // It could be called by what its name says.
  if (new RegExp(`["']${definition.name}["']`, "u").test(context.source.text)) return undefined;
  return agreed(
    calls.map((call) => {
      const value = valueGivenTo(context, definition, call, parameter);
      return value === undefined ? undefined : exactOf(question, value);
    }),
  );
}
