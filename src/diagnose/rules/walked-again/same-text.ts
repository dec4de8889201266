import { field, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod, importedPath } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { useOf } from "../../analysis/use.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isElsewhere, isKept } from "./kept-answer.ts";
import { isPath } from "./walk.ts";

/** `self.text.splitlines()`, `PATTERN.findall(text)`: an answer that depends on the text alone, or on it and a pattern. */
export interface SameText {
  readonly call: SyntaxNode;
  readonly text: SyntaxNode;
  /** What the method belongs to, where that is not the text. */
  readonly pattern: SyntaxNode | undefined;
  readonly obstacles: readonly Obstacle[];
}

/** Methods of text that look at all of it. */
const ofText = new Set("split splitlines count replace find rfind".split(" "));
/** Of a pattern and of `re`. */
const ofPattern = new Set("search match fullmatch findall sub".split(" "));
const listing = new Set("split splitlines findall".split(" "));

/** How the call works out something of a whole text, with nothing else but constants; undefined for any other call. */
export function sameTextAt(context: RuleContext, call: SyntaxNode): SameText | undefined {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  const [object, name] = callee === undefined ? [] : [field(callee, "object"), field(callee, "attribute")];
  if (callee === undefined || object === undefined || name === undefined) return undefined;
  const method = textOf(context.source, name);
  const parts = partsOf(context, { callee, object, method }, argumentsOf(call));
  if (parts === undefined || isElsewhere(call) || isKept(context, [parts.text])) return undefined;
  // What is written on several lines could be a text of several lines, which has to stay as it is.
  if (isRenewed(context, call, parts.text) || call.startLine !== call.endLine) return undefined;
  return { ...parts, call, obstacles: obstaclesOf(context, call, method) };
}

type Parts = Pick<SameText, "text" | "pattern">;

interface Callee {
  readonly callee: SyntaxNode;
  readonly object: SyntaxNode;
  readonly method: string;
}

function partsOf(
  context: RuleContext,
  { callee, object, method }: Callee,
  given: readonly SyntaxNode[],
): Parts | undefined {
  const path = importedPath(context, callee);
  if (path !== undefined) {
    const isModule = path === `re.${method}` && context.scopes.bindingOf(object)?.scope.kind === "module";
    return isModule ? ofModule(context, method, given) : undefined;
  }
  if (!isPath(context, object)) return undefined;
  if (ofText.has(method) && given.every((each) => isConstant(each))) return { text: object, pattern: undefined };
  const text = ofPattern.has(method) && !definesMethod(context, method) ? only(context, given) : undefined;
  return text && { text, pattern: object };
}

/** `re.findall(r"…", text)` */
function ofModule(context: RuleContext, method: string, given: readonly SyntaxNode[]): Parts | undefined {
  const [pattern, ...others] = given;
  if (!ofPattern.has(method) || pattern === undefined || !isConstant(pattern)) return undefined;
  const text = only(context, others);
  return text && { text, pattern: undefined };
}

/** The one argument that is no constant. */
function only(context: RuleContext, given: readonly SyntaxNode[]): SyntaxNode | undefined {
  const [text, ...others] = given.filter((each) => !isConstant(each));
  return text !== undefined && others.length === 0 && isPath(context, text) ? text : undefined;
}

function isConstant({ kind, children }: SyntaxNode): boolean {
  if (kind === "string") return children.every((part) => part.kind !== "interpolation");
  return kind === "integer" || kind === "true" || kind === "false" || kind === "none";
}

/** `text = text.replace(a, b)`: the next time it is another one. */
function isRenewed({ source }: RuleContext, { parent }: SyntaxNode, text: SyntaxNode): boolean {
  const target = parent?.kind === "assignment" ? field(parent, "left") : undefined;
  return target !== undefined && sameExpression(target, text, source);
}

function obstaclesOf(context: RuleContext, call: SyntaxNode, method: string): readonly Obstacle[] {
  const about = textOf(context.source, call).slice(0, 40);
  return [
    ...(listing.has(method) && !isOnlyRead(context, call) ? [{ code: "shared-result" as const, about }] : []),
    ...hiddenBuiltins(context, call, ["type", "str", "bytes"]),
    ...dynamicNames(context),
  ];
}

/** The list that is kept must not be changed, nor be somebody else's: also not through the local name that it is given. */
function isOnlyRead(context: RuleContext, call: SyntaxNode): boolean {
  const { parent } = call;
  const name = parent?.kind === "assignment" && call.field === "right" ? field(parent, "left") : undefined;
  if (name?.kind !== "identifier") return useOf(context, call).kind === "read";
  const binding = context.scopes.bindingOf(name);
  if (binding?.kind !== "local" || parent?.parent?.kind !== "expression_statement") return false;
  return binding.references.every(({ node, access }) => {
    if (access !== "read") return node === name;
    return useOf(context, node).kind === "read";
  });
}
