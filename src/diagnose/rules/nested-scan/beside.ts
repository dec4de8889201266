import { descendants, enclosingStatement, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { usesOfAttribute } from "../../analysis/attribute-uses.ts";
import { caughtReadErrors } from "../../analysis/caught-errors.ts";
import { isFreshList } from "../../analysis/exact-list.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { changesPart } from "./key-changes.ts";
import { namesIn, partsRead } from "./key.ts";
import type { Parts } from "./parts.ts";

/** An index that an object keeps beside a list of its own, wherever the list is made or gets an element. */
export interface IndexBeside {
  readonly places: readonly Place[];
}

/** A statement of its own line that touches the list: `self.rows = …`, `self.rows.append(row)`. */
type Place = { readonly statement: SyntaxNode; readonly list: SyntaxNode } & (
  | { readonly kind: "made"; readonly isEmpty: boolean }
  | { readonly kind: "append"; readonly element: SyntaxNode }
);

/** Could `find(key)` look into an index, since nothing but the object's methods in this file ever touches the list? */
export function planIndexBeside(
  context: RuleContext,
  parts: Parts,
): { readonly beside: IndexBeside; readonly obstacles: readonly Obstacle[] } | undefined {
  const { scan, key } = parts;
  if (!isSimple(context, parts)) return undefined;
  const about = textOf(context.source, scan.iterable);
  const { uses: all, obstacles: hidden } = usesOfAttribute(scan.iterable, context);
  const uses = all.filter(({ node }) => !isInside(node, scan.iterable));
  const places = uses.map((use) => placeOf(context, use));
  const found = places.flatMap((place) => (place === undefined ? [] : [place]));
  const others = uses.flatMap((use, at) => (places[at] === undefined ? (obstacleOf(use) ?? []) : []));
  const isWithin = found.some(({ statement }) => isInside(statement, scan.clause));
  const obstacles: readonly Obstacle[] = [
    ...hidden,
    ...partObstacles(context, key),
    ...[...others, ...(isWithin ? ["changes-in-loop" as const] : [])].map((code) => ({ code, about })),
    ...found.flatMap(({ statement }) => caughtReadErrors(context, statement)),
  ];
  return { beside: { places: found }, obstacles };
}

/** `for row in self.rows: if row.key == key: …`, and nothing but the row in its key. */
function isSimple(context: RuleContext, { scan, key, names, lets }: Parts): boolean {
  const isPlain = scan.iterable.kind === "attribute" && scan.target.kind === "identifier";
  if (!isPlain || lets.size > 0 || scan.before.length > 0) return false;
  return [...namesIn(context, key)].every((name) => names.has(name));
}

/** What is kept by a key must have that key for good: nothing sets it but the constructor of what has it. */
function partObstacles(context: RuleContext, key: SyntaxNode): readonly Obstacle[] {
  const parts = partsRead(context, key);
  const { root } = context.source;
  const region = { parts: [root], isGrowing: true };
  const found: Obstacle[] = [];
  for (const node of parts.length === 0 ? [] : descendants(root)) {
    if (changesPart(context, node, parts, region))
      found.push({ code: "changes-in-loop", about: textOf(context.source, node).split("\n", 1)[0] ?? "" });
  }
  for (const part of parts.filter((each) => each.startsWith("."))) {
    const name = part.slice(1);
    const isChanged = (context.elsewhere?.(name, "attribute", context.source.path) ?? "none") === "changed";
    if (isChanged || name === "*") found.push({ code: "crosses-functions", about: name });
    if (definesMethod(context, name)) found.push({ code: "dynamic-names", about: name });
  }
  if (/\bsetattr\(|\b__dict__\b/u.test(context.source.text)) found.push({ code: "dynamic-names", about: "setattr" });
  return found.slice(0, 3);
}

/** A statement of its own that makes the list or puts an element to its end. */
function placeOf(context: RuleContext, use: Use): Place | undefined {
  const statement = enclosingStatement(use.node);
  if (statement?.kind !== "expression_statement" || !beginsLine(context.source, statement)) return undefined;
  const [whole] = namedChildren(statement);
  if (use.kind === "assign") {
    if (whole !== use.node.parent || !isFreshList(use.value, context)) return undefined;
    const isEmpty = use.value.kind === "list" && namedChildren(use.value).length === 0;
    return { kind: "made", statement, list: use.node, isEmpty };
  }
  const element = use.kind === "method" && use.call === whole ? appended(use) : undefined;
  return element && { kind: "append", statement, list: use.node, element };
}

function appended({ method, call }: Use & { readonly kind: "method" }): SyntaxNode | undefined {
  const [element, ...others] = argumentsOf(call);
  if (method !== "append" || element === undefined || others.length > 0) return undefined;
  return element.kind === "list_splat" || element.kind === "keyword_argument" ? undefined : element;
}

const reading = new Set(["index", "count", "copy"]);

/** Everything else may look, and keep nothing. */
function obstacleOf(use: Use): ObstacleCode | undefined {
  if (use.kind === "look" || use.kind === "operand") return undefined;
  if (use.kind === "method") return reading.has(use.method) ? undefined : "changes-in-loop";
  if (use.kind === "item") return use.how === "read" ? undefined : "changes-in-loop";
  return use.kind === "assign" || use.kind === "augment" || use.kind === "rebind" ? "rebound" : "escapes";
}

/** The object that a place's list belongs to, as it is written: `self`. */
export function objectOf({ source }: RuleContext, list: SyntaxNode): string {
  const object = field(list, "object");
  return object === undefined ? "" : textOf(source, object);
}
