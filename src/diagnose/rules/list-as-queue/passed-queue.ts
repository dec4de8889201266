import { ancestors, descendants, enclosingStatement, field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { decoratorsOf, definitionOf } from "../../analysis/callee.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isOwnIfList } from "./list-made.ts";
import { hiddenUses, type SharedUses } from "./hidden-uses.ts";
import { touchesOf } from "./shared-queue.ts";

/** As many names as a list is followed through. */
const MOST = 12;

/**
 * A parameter that is given a list made for the call, or the caller's own parameter or variable that is: `parse(text.split())`, with
 * `parse(tokens)` in itself. Undefined where one of the functions may be called with any other list.
 */
export function passedUses(binding: Binding, context: RuleContext): SharedUses | undefined {
  const way = wayOf(binding, context);
  // Who calls nobody in sight may be called by anybody.
  const isFed = way !== undefined && (way.made.length > 0 || way.cells.some(({ kind }) => kind !== "parameter"));
  if (!isFed || !way.made.every((value) => isMade(value, context))) return undefined;
  const begun = way.made.map((value): Use => ({ kind: "assign", node: value, value, statement: around(value) }));
  const uses = way.cells
    .flatMap((cell) => touchesOf(cell, context))
    .filter(({ node }) => !isParameter(node) && !way.handed.has(node));
  // `tokens = tokens[1:]` leaves the caller's list what it is; a deque would lose its first for both.
  if (uses.some((use) => use.kind === "assign" && isMadeOfItself(use, context))) return undefined;
  const hidden = [...way.cells, ...way.functions].map((each) => hiddenUses(each, context));
  return {
    uses: [...begun, ...uses],
    obstacles: hidden.flatMap(({ obstacles }) => obstacles),
    isPublic: hidden.some(({ isPublic }) => isPublic),
  };
}

function isMadeOfItself({ node, value }: Use & { kind: "assign" }, { scopes }: RuleContext): boolean {
  const binding = scopes.bindingOf(node);
  return [...descendants(value)].some((part) => part.kind === "identifier" && scopes.bindingOf(part) === binding);
}

/** The names that the list goes through, against its course. */
interface Way {
  readonly cells: readonly Binding[];
  /** The functions' own names. */
  readonly functions: ReadonlySet<Binding>;
  /** Arguments that are one of the names. */
  readonly handed: ReadonlySet<SyntaxNode>;
  /** Arguments that are anything else. */
  readonly made: readonly SyntaxNode[];
}

function wayOf(binding: Binding, context: RuleContext): Way | undefined {
  const way = {
    cells: [binding],
    functions: new Set<Binding>(),
    handed: new Set<SyntaxNode>(),
    made: Array.of<SyntaxNode>(),
  };
  for (const cell of way.cells) {
    if (cell.kind !== "parameter") continue;
    const calls = callsOf(cell, context);
    if (calls === undefined || way.cells.length > MOST) return undefined;
    way.functions.add(calls.owner);
    for (const argument of calls.given) {
      const other = argument.kind === "identifier" ? context.scopes.bindingOf(argument) : undefined;
      if (other === undefined) way.made.push(argument);
      else if (!holders.has(other.kind)) return undefined;
      else way.handed.add(argument);
      if (other !== undefined && !way.cells.includes(other)) way.cells.push(other);
    }
  }
  return way;
}

const holders: ReadonlySet<string> = new Set(["parameter", "local", "global"]);

interface Calls {
  /** What the parameter is given, at each call. */
  readonly given: readonly SyntaxNode[];
  /** The function's name. */
  readonly owner: Binding;
}

/** Every call of the function whose plain parameter it is; undefined where it may be called out of sight. */
function callsOf({ scope, references }: Binding, context: RuleContext): Calls | undefined {
  const definition = scope.node;
  const [parameters, name] = [field(definition, "parameters"), field(definition, "name")];
  const index =
    parameters === undefined
      ? -1
      : namedChildren(parameters).findIndex(({ start }) => start === references[0]?.node.start);
  const parameter = parameters === undefined ? undefined : namedChildren(parameters)[index];
  const owner = name === undefined ? undefined : context.scopes.bindingOf(name);
  const isPlain = parameter?.kind === "identifier" && decoratorsOf(definition).length === 0;
  if (!isPlain || owner === undefined || owner.scope.kind === "class" || definitionOf(owner) !== definition)
    return undefined;
  const given = owner.references.flatMap(({ node, access }) => (access === "read" ? [argumentAt(node, index)] : []));
  return given.every((argument) => argument !== undefined) ? { given, owner } : undefined;
}

function argumentAt(name: SyntaxNode, index: number): SyntaxNode | undefined {
  const call = name.field === "function" && name.parent?.kind === "call" ? name.parent : undefined;
  return call === undefined ? undefined : positionalArguments(call)?.[index];
}

function isMade(value: SyntaxNode, context: RuleContext): boolean {
  const { type, isNew } = valueOf(context, value);
  return (type === "list" && isNew) || (type === "unknown" && isOwnIfList(value, context));
}

function isParameter(node: SyntaxNode): boolean {
  return node.parent?.kind === "parameters";
}

function around(node: SyntaxNode): SyntaxNode {
  return enclosingStatement(node) ?? [...ancestors(node)].at(-1) ?? node;
}
