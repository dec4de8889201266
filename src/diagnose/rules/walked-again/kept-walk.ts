import { descendants, enclosingStatement, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { readingObstacles } from "../../analysis/steady-loop.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { foldAt, type Fold } from "./folds.ts";
import { growingList, type GrowingList } from "./growing-list.ts";
import { isElsewhere } from "./kept-answer.ts";
import { keptOrderAt, type KeptOrder } from "./kept-order.ts";
import { orderedWalkAt, type OrderedWalk } from "./ordered-walk.ts";
import { somethingLeftAt, type SomethingLeft } from "./something-left.ts";
import { summedWalkAt, type SummedWalk } from "./summed-walk.ts";

/** A walk that can go on from where it came to before, as nothing that it has seen of the list changes. */
export interface KeptWalk {
  readonly asked: Fold | SomethingLeft | OrderedWalk | KeptOrder | SummedWalk;
  readonly growing: GrowingList;
  readonly obstacles: readonly Obstacle[];
}

/** What the walk that is named by this expression could keep; undefined for all others. */
export function keptWalkAt(context: RuleContext, expression: SyntaxNode): KeptWalk | undefined {
  const asked =
    foldAt(context, expression) ??
    keptOrderAt(context, expression) ??
    somethingLeftAt(context, expression) ??
    orderedWalkAt(context, expression) ??
    summedWalkAt(context, expression);
  if (asked === undefined || isElsewhere(expression)) return undefined;
  const growing = growingList(context, asked.list, asked.whole);
  return {
    asked,
    growing,
    obstacles: [
      ...growing.obstacles,
      ...hidden(context, asked),
      ...ownNames(context, asked),
      ...reading(context, asked),
    ],
  };
}

function hidden(context: RuleContext, { whole }: KeptWalk["asked"]): readonly Obstacle[] {
  const used = [
    "sum",
    "max",
    "min",
    "len",
    "set",
    "map",
    "type",
    "all",
    "any",
    "list",
    "tuple",
    "zip",
    "int",
    "sorted",
  ];
  return hiddenBuiltins(context, whole, [...used, "bool", "str", "bytes", "float", "isinstance", "enumerate"]);
}

/** Another list than the one that is gone through is looked at before the first turn. */
function reading(context: RuleContext, asked: KeptWalk["asked"]): readonly Obstacle[] {
  if (asked.kind !== "summed" || asked.pairing !== "places") return [];
  const variable = variableAt(context, asked.list);
  const statement = enclosingStatement(asked.whole);
  return variable === undefined || statement === undefined
    ? [{ code: "what-to-keep", about: textOf(context.source, asked.list) }]
    : readingObstacles(context, variable, statement);
}

/** What a condition asks by is to mean the same in a function of the module. */
function ownNames({ scopes, source }: RuleContext, asked: KeptWalk["asked"]): readonly Obstacle[] {
  if (asked.kind !== "left") return [];
  const own = new Set(asked.target.names.map((name) => textOf(source, name)));
  return [...descendants(asked.condition)].flatMap((node): readonly Obstacle[] => {
    const binding = node.kind === "identifier" ? scopes.bindingOf(node) : undefined;
    if (binding === undefined || own.has(binding.name) || binding.kind === "builtin") return [];
    const isKnown = binding.scope.kind === "module" && !RESERVED.has(binding.name);
    return isKnown ? [] : [{ code: "dynamic-names", about: binding.name }];
  });
}

/** What the function that is written calls its own things. */
const RESERVED: ReadonlySet<string> = new Set(["kept", "items", "place", "last", "count", "made", "new", "each"]);
