import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributeTargets } from "../../analysis/attributes.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { definitionOf } from "../../analysis/callee.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { moduleConstant } from "../../analysis/module-constant.ts";
import { dynamicNames } from "../../analysis/own-code.ts";
import { onlyValue, onlyValueOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Parts } from "./parts.ts";
import { targetObstacles } from "./targets.ts";
import { wantedObstacles } from "./wanted.ts";

/** A constant of the module, or of a class of its own, which a function looks for equal keys in: an index can stand beside it. */
export interface Table {
  readonly variable: Variable;
  /** The statement of the module below which the index is made. */
  readonly statement: SyntaxNode;
  /** `[1][0]`: where the key is in what the walk gives. */
  readonly path: string;
}

/** A tuple that the source spells out. */
interface Constant extends Omit<Table, "path"> {
  readonly value: SyntaxNode;
}

/** The index beside a tuple whose keys are all literals; undefined where it is anything else. */
export function planTable(
  context: RuleContext,
  operand: SyntaxNode,
  known: Omit<Parts, "variable">,
): { readonly table: Table; readonly obstacles: readonly Obstacle[] } | undefined {
  const { scan, key, wanted, lets } = known;
  const isPlain =
    lets.size === 0 && scan.before.length === 0 && [key, wanted].every(({ kind }) => kind === "identifier");
  if (!isPlain || context.function.node.kind === "module") return undefined;
  const constant = constantAt(context, operand);
  const way = wayTo(context, scan.target, key);
  const rest = constant === undefined || way === undefined ? undefined : keysOf(context, known, constant.value, way);
  if (constant === undefined || way === undefined || rest === undefined) return undefined;
  const { variable, statement } = constant;
  const obstacles = [
    ...targetObstacles(context, known),
    ...wantedObstacles(context, { ...known, variable }),
    ...dynamicNames(context),
    ...caughtTypeErrors(context, scan.comparison),
    ...caughtTypeErrors(context, scan.iterable),
  ];
  return { table: { variable, statement, path: way.map(({ at }) => `[${at}]`).join("") }, obstacles };
}

/** One step from what the walk gives to the key: which part, of how many. */
interface Step {
  readonly at: number;
  readonly of: number;
}

function wayTo(context: RuleContext, target: SyntaxNode, key: SyntaxNode): readonly Step[] | undefined {
  const { scopes } = context;
  if (target.kind === "identifier") return scopes.bindingOf(target) === scopes.bindingOf(key) ? [] : undefined;
  if (!patterns.has(target.kind)) return undefined;
  const parts = namedChildren(target);
  for (const [at, part] of parts.entries()) {
    const way = wayTo(context, part, key);
    if (way !== undefined) return [{ at, of: parts.length }, ...way];
  }
  return undefined;
}

const patterns = new Set(["tuple_pattern", "pattern_list"]);

/** The keys, if the walk is a plain one, all of its elements are of that shape, and every key is a literal. */
function keysOf(
  context: RuleContext,
  { scan }: Pick<Parts, "scan">,
  table: SyntaxNode,
  way: readonly Step[],
): readonly SyntaxNode[] | undefined {
  const isNumbered = scan.iterable.kind === "call";
  if (isNumbered && builtinCalled(scan.iterable, context) !== "enumerate") return undefined;
  const [first, ...rest] = way;
  if (isNumbered && (first?.at !== 1 || first.of !== 2)) return undefined;
  const steps = isNumbered ? rest : way;
  const keys = elementsOf(table).map((element) => keyIn(element, steps));
  const known = keys.filter((each) => each !== undefined);
  const isKnown = known.length === keys.length && known.every((each) => isLiteral(context, each));
  return isKnown && shapesFit(scan.target, elementsOf(table), isNumbered) ? known : undefined;
}

function elementsOf(tuple: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(tuple).filter(({ kind }) => kind !== "comment");
}

function keyIn(element: SyntaxNode, steps: readonly Step[]): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = element;
  for (const step of steps) at = at?.kind === "tuple" ? elementsOf(at)[step.at] : undefined;
  return at;
}

/** Could every element be taken apart as the walk does? Where one could not, the walk ended there. */
function shapesFit(target: SyntaxNode, elements: readonly SyntaxNode[], isNumbered: boolean): boolean {
  const shape = isNumbered ? namedChildren(target)[1] : target;
  return shape !== undefined && elements.every((element) => fits(shape, element));
}

function fits(shape: SyntaxNode, element: SyntaxNode): boolean {
  if (shape.kind === "identifier") return !element.kind.includes("splat");
  const [names, parts] = [namedChildren(shape), elementsOf(element)];
  if (!patterns.has(shape.kind) || element.kind !== "tuple" || names.length !== parts.length) return false;
  return names.every((name, at) => parts[at] !== undefined && fits(name, parts[at]));
}

const literals = new Set(["integer", "float", "true", "false", "none"]);

function isLiteral(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "concatenated_string") return namedChildren(node).every((part) => isLiteral(context, part));
  if (node.kind === "string") return !node.children.some(({ kind }) => kind === "interpolation");
  return literals.has(node.kind) || /^-\s*[\d.]+$/u.test(textOf(context.source, node));
}

/** `TABLE`, or `Class.TABLE` of a class that stands in the module's own code and has nothing above it. */
function constantAt(context: RuleContext, operand: SyntaxNode): Constant | undefined {
  const variable = operand.kind === "identifier" ? variableAt(context, operand) : undefined;
  const constant = variable === undefined ? undefined : moduleConstant(context, variable);
  const value = variable === undefined ? undefined : onlyValue(variable);
  if (variable !== undefined && constant !== undefined && value?.kind === "tuple")
    return { variable, statement: constant.statement, value };
  return operand.kind === "attribute" ? classConstant(context, operand) : undefined;
}

function classConstant(context: RuleContext, operand: SyntaxNode): Constant | undefined {
  const [object, name] = [field(operand, "object"), field(operand, "attribute")];
  const binding = object?.kind === "identifier" ? context.scopes.bindingOf(object) : undefined;
  const owner = binding === undefined ? undefined : definitionOf(binding);
  if (binding === undefined || name === undefined || owner === undefined || !isPlainClass(context, owner))
    return undefined;
  const attribute = textOf(context.source, name);
  const value = constantIn(context, owner, attribute);
  const text = textOf(context.source, operand);
  return value && { variable: { kind: "global", text, binding, attribute }, statement: owner, value };
}

function isPlainClass({ source }: RuleContext, owner: SyntaxNode): boolean {
  const above = field(owner, "superclasses");
  const isAlone = above === undefined || /^\(\s*(?:object)?\s*\)$/u.test(textOf(source, above));
  return owner.kind === "class_definition" && owner.parent === source.root && isAlone;
}

/** A tuple among the class's own statements, not in one that may not run, which nobody sets from outside. */
function constantIn(context: RuleContext, owner: SyntaxNode, attribute: string): SyntaxNode | undefined {
  const binding = context.scopes.scopeMadeBy(owner)?.bindings.get(attribute);
  const value = binding === undefined ? undefined : onlyValueOf(binding);
  const statement = value?.parent?.kind === "assignment" ? value.parent.parent : undefined;
  const isOwn = statement?.parent !== undefined && statement.parent === field(owner, "body");
  return isOwn && value?.kind === "tuple" && attributeTargets(context, attribute).length === 0 ? value : undefined;
}
