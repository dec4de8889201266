import type { OperandSample } from "../collect/observation.ts";
import { textOf } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { Hashability, OperandEvidence } from "./evidence.ts";
import type { RuleContext } from "./rule.ts";
import { stackSamples } from "./stack-samples.ts";

/** Built-in types whose hash agrees with their equality. */
const HASHABLE = new Set(["str", "bytes", "int", "float", "bool", "complex", "NoneType", "frozenset", "type", "range"]);
/** Built-in types that cannot be hashed. */
const UNHASHABLE = new Set(["list", "dict", "set", "bytearray", "deque"]);

/**
 * What the sampler saw the operand hold while this function ran, or, where it is no name, while the expression was computed; undefined
 * where it never saw it.
 */
export function sampledEvidence(
  operand: SyntaxNode,
  { source, function: owner, python }: Pick<RuleContext, "source" | "function" | "python">,
  samples: readonly OperandSample[],
): OperandEvidence | undefined {
  const name = textOf(source, operand).replaceAll(/\s+/g, "");
  const named = samples.filter(
    (sample) =>
      sample.name === name &&
      sample.file === source.path &&
      sample.line >= owner.firstLine &&
      sample.line <= owner.endLine,
  );
  const seen = named.length > 0 ? named : stackSamples(operand, source, python, samples);
  if (seen.length === 0) return undefined;
  const sizes = sortedSizes(seen);
  const elements = frequent(
    seen.flatMap((sample) => sample.elements.map((element) => [element, sample.seen] as const)),
  );
  return {
    kind: "operand",
    operand: name,
    types: frequent(seen.map(({ type, seen: times }) => [type, times] as const)),
    ...(sizes.length > 0 && { sizes: sizesOf(sizes) }),
    elements,
    hashable: hashability(elements),
    observations: seen.reduce((sum, sample) => sum + sample.seen, 0),
    by: "sampled",
  };
}

function sortedSizes(samples: readonly OperandSample[]): number[] {
  const sizes = samples.flatMap(({ size, seen }) => (size === undefined ? [] : Array<number>(seen).fill(size)));
  return sizes.sort((a, b) => a - b);
}

function sizesOf(sorted: readonly number[]): { min: number; median: number; max: number } {
  return {
    min: sorted[0] ?? 0,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    max: sorted.at(-1) ?? 0,
  };
}

function frequent(counted: readonly (readonly [string, number])[]): string[] {
  const totals = new Map<string, number>();
  for (const [name, times] of counted) totals.set(name, (totals.get(name) ?? 0) + times);
  return [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** The sampler sees three elements at a time and only their types' names: anything but plain built-ins stays unknown. */
function hashability(elements: readonly string[]): Hashability {
  if (elements.some((element) => UNHASHABLE.has(element))) return "unhashable";
  if (elements.length === 0 || !elements.every((element) => HASHABLE.has(element))) return "unknown";
  return "builtin";
}
