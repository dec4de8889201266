import { descendants, field, isDocstring, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { decoratorsOf } from "../../analysis/callee.ts";
import { ownerOf } from "../../analysis/code.ts";
import type { RuleContext } from "../../rule.ts";
import { readInt } from "../element-loop/integers.ts";
import { readNumber } from "../element-loop/numbers.ts";
import { assignmentsIn, numpyAt, placeNamesIn, readSettled } from "../element-loop/plan.ts";
import type { LoopFacts, Reading, Variant } from "../element-loop/reading.ts";
import type { Whole } from "../element-loop/whole.ts";
import { readResult, readReturned, type Returned } from "./returned.ts";

/** A function of one element each, read as one of whole arrays. */
export interface WholeFunction {
  readonly reading: Reading;
  readonly result: string;
  /** The names of what is handed over, in its order. */
  readonly parameters: readonly string[];
  /** Of these, those that may be arrays. */
  readonly arrays: readonly string[];
  /** `name = 1.5`: defaults that nothing is handed over for. */
  readonly defaults: readonly string[];
  /** The statement before which the new function is to stand: of the module, or of the function whose names it reads. */
  readonly before: SyntaxNode;
}

/** `np.vectorize(f)(…)`: `f`, and what is handed over. */
export interface Handed {
  readonly call: SyntaxNode;
  readonly definition: SyntaxNode;
  readonly given: readonly SyntaxNode[];
}

/** Reads the function's body; undefined where it holds something that is not the same for arrays. */
export function readWholeFunction(context: RuleContext, handed: Handed, variant: Variant): WholeFunction | undefined {
  const { definition } = handed;
  const parameters = parametersOf(context, handed);
  const body = field(definition, "body");
  if (parameters === undefined || body === undefined || !isPlain(context, definition)) return undefined;
  const before = placeFor(context, handed, body);
  const numpy = before && numpyAt(context, before);
  if (before === undefined || numpy === undefined) return undefined;
  const facts = factsOf(context, { body, numpy, variant }, parameters);
  if (facts.assigned.has(numpy)) return undefined;
  const read = readBody(facts, body, parameters);
  const given = parameters.filter(({ isGiven }) => isGiven);
  return (
    read && {
      ...read,
      parameters: given.map(({ name }) => name),
      arrays: given.flatMap(({ name, value }) => (value === undefined ? [name] : [])),
      defaults: parameters.flatMap((one) => (one.isGiven ? [] : [`${one.name} = ${one.value?.text ?? ""}`])),
      before,
    }
  );
}

function readBody(
  facts: LoopFacts,
  body: SyntaxNode,
  parameters: readonly Parameter[],
): Pick<WholeFunction, "reading" | "result"> | undefined {
  let returned: Returned | undefined;
  const reading = readSettled(facts, (r) => {
    for (const { name, value } of parameters) r.env.set(name, value ?? anArray(name, facts.variant));
    returned = body.kind === "block" ? readReturned(r, statementsIn(body)) : readResult(r, body);
    return returned !== undefined;
  });
  if (reading === undefined || returned?.whole.moves !== true || !isAlone(reading)) return undefined;
  return { reading, result: returned.whole.text };
}

function factsOf(
  context: RuleContext,
  { body, numpy, variant }: { readonly body: SyntaxNode } & Pick<LoopFacts, "numpy" | "variant">,
  parameters: readonly Parameter[],
): LoopFacts {
  const assignments = assignmentsIn(context, body);
  return {
    context,
    variant,
    numpy,
    readers: { number: readNumber, int: readInt },
    axes: [{ variable: undefined }],
    walked: new Map(),
    assigned: new Set([...assignments.keys(), ...parameters.map(({ name }) => name)]),
    assignments,
    placeNames: placeNamesIn(context, body),
    moving: new Set(),
  };
}

/** What np.vectorize hands over are Python's own numbers, of whatever kind the array is. */
function anArray(name: string, variant: Variant): Whole {
  return { text: name, moves: true, kind: "python", nature: variant, bound: { factor: 1, degree: 1 } };
}

function statementsIn(body: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(body).filter((statement) => !isDocstring(statement));
}

interface Parameter {
  readonly name: string;
  /** A number that the source tells. */
  readonly value: Whole | undefined;
  readonly isGiven: boolean;
}

/** Plain parameters; nothing has to be handed over for those that have a number as default. */
function parametersOf(context: RuleContext, { definition, given }: Handed): readonly Parameter[] | undefined {
  const list = field(definition, "parameters");
  const each = (list === undefined ? [] : namedChildren(list)).map((one, at) => {
    const own = parameterIn(context, one);
    return own && at < given.length ? { ...own, value: literalIn(context, given[at]), isGiven: true } : own;
  });
  const known = each.filter((one) => one !== undefined);
  const isWhole = known.length === each.length && known.length >= Math.max(1, given.length);
  return isWhole && known.every(({ isGiven, value }) => isGiven || value !== undefined) ? known : undefined;
}

function parameterIn(context: RuleContext, one: SyntaxNode): Parameter | undefined {
  if (one.kind === "identifier") return { name: textOf(context.source, one), value: undefined, isGiven: false };
  const [first] = namedChildren(one);
  if (one.kind === "typed_parameter" && first?.kind === "identifier")
    return { name: textOf(context.source, first), value: undefined, isGiven: false };
  const name = one.kind.endsWith("default_parameter") ? field(one, "name") : undefined;
  const value = literalIn(context, field(one, "value"));
  return name?.kind === "identifier" ? { name: textOf(context.source, name), value, isGiven: false } : undefined;
}

/** A number that stands in the source. */
function literalIn({ source }: RuleContext, node: SyntaxNode | undefined): Whole | undefined {
  const [, digits] = node === undefined ? [] : (/^-?(\d{1,6}|\d+\.\d*)$/u.exec(textOf(source, node)) ?? []);
  if (digits === undefined || node === undefined) return undefined;
  const isInt = !digits.includes(".");
  const bound = { factor: isInt ? Math.max(1, Number(digits)) : 1, degree: 0 };
  const text = textOf(source, node);
  return {
    text: text.startsWith("-") ? `(${text})` : text,
    moves: false,
    kind: "python",
    nature: isInt ? "int" : "float",
    bound,
  };
}

/** Nothing but the body says what a call does. */
function isPlain({ source }: RuleContext, definition: SyntaxNode): boolean {
  if (definition.kind === "lambda") return true;
  const isAsync = definition.children.some(({ kind }) => kind === "async");
  const others = decoratorsOf(definition).filter((one) => !/\bvectorize\b/u.test(textOf(source, one)));
  return definition.kind === "function_definition" && !isAsync && others.length === 0;
}

/** Nothing of arrays or lists that are not handed over. */
function isAlone({
  reads,
  sized,
  lists,
  totals,
  counters,
  stored,
  commits,
  isUnbounded,
  hasIntegers,
}: Reading): boolean {
  const others = [reads.length, sized.size, lists.size, totals.size, counters.size, stored.size, commits.length];
  return others.every((count) => count === 0) && (!hasIntegers || !isUnbounded);
}

/** Where all names that the body reads mean what they mean in it. */
function placeFor(context: RuleContext, { call, definition }: Handed, body: SyntaxNode): SyntaxNode | undefined {
  const { scopes } = context;
  const free = [...descendants(body), body].flatMap((node) => {
    const binding = node.kind === "identifier" ? scopes.bindingOf(node) : undefined;
    return binding === undefined || isInside(binding.scope.node, definition) ? [] : [binding];
  });
  const isClosure = free.some((binding) => binding.kind !== "builtin" && ownerOf(binding).parent !== undefined);
  const block = isClosure ? field(context.function.node, "body") : call;
  const before = block && statementOf(call, isClosure ? block : rootOf(call));
  if (before === undefined) return undefined;
  const isSame = free.every((binding) => scopes.lookUp(binding.name, before).references === binding.references);
  return isSame ? before : undefined;
}

function rootOf(node: SyntaxNode): SyntaxNode {
  return node.parent === undefined ? node : rootOf(node.parent);
}

/** The statement of the block that holds the node. */
function statementOf(node: SyntaxNode, block: SyntaxNode): SyntaxNode | undefined {
  return node.parent === undefined || node.parent === block ? node : statementOf(node.parent, block);
}
