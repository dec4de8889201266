import { descendants, field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { dynamicNames, hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isFallBack, numpyAt, planElementLoops } from "../element-loop/plan.ts";
import { baseOf } from "./expressions.ts";
import { loopNames, sharedNames } from "./loop-names.ts";
import { ItemReading, type LoopNames } from "./reading.ts";
import { readLoop, rendered } from "./statements.ts";
import type { Variant } from "./value.ts";

/** A loop that takes numbers out of arrays one by one, and can as well take them out of lists. */
export interface ArrayItems {
  readonly loop: SyntaxNode;
  /** An array that is read. */
  readonly operand: SyntaxNode;
  readonly reading: ItemReading;
  /** The loop over lists. */
  readonly text: string;
  /** What the file calls numpy. */
  readonly numpy: string;
  readonly obstacles: readonly Obstacle[];
}

/** The built-ins that the new code may name. */
const BUILTINS = "type float int list all Exception OverflowError range len min max object vars getattr hasattr".split(
  " ",
);

/** The function's outermost loops over items of arrays that cannot be written over whole arrays. */
export function planArrayItems(context: RuleContext, variant: Variant): readonly ArrayItems[] {
  const loops = [...ownNodes(context)].filter(({ kind }) => kind === "for_statement" || kind === "while_statement");
  if (loops.length === 0) return [];
  const plans = loops.flatMap((loop) => planLoop(context, loop, variant) ?? []);
  const outermost = plans.filter(({ loop }) =>
    plans.every((other) => other.loop === loop || !isInside(loop, other.loop)),
  );
  if (outermost.length === 0) return [];
  const whole = (["float", "int"] as const).flatMap((each) => planElementLoops(context, { variant: each }));
  const better = whole.filter(({ obstacles }) => obstacles.length === 0);
  return outermost.filter(
    ({ loop }) => !better.some((other) => isInside(other.loop, loop) || isInside(loop, other.loop)),
  );
}

function planLoop(context: RuleContext, loop: SyntaxNode, variant: Variant): ArrayItems | undefined {
  const numpy = numpyAt(context, loop);
  const hasItems = [...descendants(loop)].some((node) => baseOf(context, node) !== undefined);
  if (numpy === undefined || !hasItems || isFallBack(context, loop)) return undefined;
  const names = loopNames(context, loop);
  const reading = readSettled(context, loop, names, variant);
  if (reading === undefined || reading.arrays.size === 0 || isConfused(reading)) return undefined;
  if ([...reading.arrays.keys()].some((name) => isListMade(context, name, loop))) return undefined;
  const operand = operandOf(loop, reading);
  if (operand === undefined) return undefined;
  const obstacles = [
    ...dynamicNames(context),
    ...hiddenBuiltins(context, loop, BUILTINS),
    ...sharedNames(context, loop),
    ...typesThatShow(reading),
  ];
  return { loop, operand, reading, text: rendered(reading, loop), numpy, obstacles };
}

/** `a_list = a.tolist()` */
function isListMade({ scopes, source }: RuleContext, name: string, loop: SyntaxNode): boolean {
  return scopes.lookUp(name, loop).references.some(({ node, access }) => {
    const value = access === "write" && node.parent !== undefined ? field(node.parent, "right") : undefined;
    return value !== undefined && textOf(source, value).endsWith(".tolist()");
  });
}

/** Reads the loop again until it is known what each of its names holds. */
function readSettled(
  context: RuleContext,
  loop: SyntaxNode,
  names: LoopNames,
  variant: Variant,
): ItemReading | undefined {
  let before: ItemReading | undefined;
  for (let turn = 0; turn < 8; turn += 1) {
    const reading = new ItemReading(context, variant, names, before);
    if (!readLoop(reading, loop)) return undefined;
    if (before !== undefined && reading.isSettledSince(before)) return reading;
    before = reading;
  }
  return undefined;
}

/** A name is a number at one place and an array at another, or holds whole numbers that were taken for others. */
function isConfused({ finite, arrays, numbers, ints, sized, names, indexes, locals }: ItemReading): boolean {
  const isBoth = [...arrays.keys(), ...sized].some((name) => numbers.has(name) || ints.has(name));
  const isOther = [...ints].some((name) => numbers.has(name));
  const areUnknown = [...indexes].some((name) => !arrays.has(name));
  const areUnbound = [...names.carried, ...names.kept].some((name) => !locals.has(name));
  return finite.has("") || isBoth || isOther || areUnknown || areUnbound;
}

/** Names whose type after the loop could not be brought about. */
function typesThatShow({ names, locals }: ItemReading): readonly Obstacle[] {
  const others = [...names.kept].filter((name) => {
    const { kind, origin } = locals.get(name) ?? { kind: "number", origin: "mixed" };
    return !(origin === "python" && kind !== "number") && !(origin === "numpy" && kind === "float");
  });
  return others.map((about) => ({ code: "other-use", about }));
}

function operandOf(loop: SyntaxNode, reading: ItemReading): SyntaxNode | undefined {
  const bases = [...descendants(loop)].flatMap((node) => (isTarget(node) ? [] : (baseOf(reading.context, node) ?? [])));
  const read = bases.filter((base) => reading.arrays.has(reading.textOf(base)));
  const texts = reading.texts();
  const isNumber = (base: SyntaxNode): boolean =>
    !reading.indexes.has(reading.textOf(base)) && !texts.has(reading.textOf(base));
  return read.find(isNumber) ?? read[0];
}

function isTarget({ field: role, parent }: SyntaxNode): boolean {
  return parent?.kind === "pattern_list" || (role === "left" && parent?.kind.endsWith("assignment") === true);
}
