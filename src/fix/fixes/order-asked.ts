import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { isOneOrder } from "../../diagnose/rules/sorted-insertion/object-key.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";

/** How the new code knows whether everything that was put into a list stands in one order, as what was seen does. */
export interface OrderAsked {
  /** What holds it: truth, or the types that each tuple in the list is made of. */
  readonly name: string;
  /** What it is of an empty list. */
  readonly ofNothing: string;
  /** What it is of a list that is not empty; undefined where that is not asked. */
  readonly ofAll: string | undefined;
  /** What has to be of an element before it is asked for its key; absent: nothing. */
  readonly ofElement?: (put: string) => string;
  /** Lines that take what is put in next, by its name, into account. */
  readonly ofNext: (put: string) => readonly string[];
}

/** Types whose values stand in one order, and which need no import to be asked for. */
const PLAIN: readonly string[] = ["bool", "bytes", "int", "str"];

/** By the types of the elements that were seen; undefined where their order cannot be asked for by type. */
export function orderAsked(finding: Finding, list: string, { source }: RuleContext): OrderAsked | undefined {
  const seen = [...new Set(operandEvidence(finding.evidence)?.elements)].toSorted();
  if (seen.length === 1 && seen[0] === "tuple")
    return ofTuples(besides(list, "types", source), freshName(source, "types"));
  const name = besides(list, "in_order", source);
  // Whole numbers and truths have one order among each other; of all others one kind may come.
  const isOneKind = seen.length === 1 || seen.join(" ") === "bool int";
  if (!isOneKind || !seen.every((type) => PLAIN.includes(type))) return undefined;
  const isOne = (value: string): string =>
    seen.length === 1 ? `type(${value}) is ${seen[0]}` : `type(${value}) in (${seen.join(", ")})`;
  return {
    name,
    ofNothing: `${name} = True`,
    ofAll: `${name} = set(map(type, ${list})) <= {${seen.join(", ")}}`,
    ofNext: (put) => [`${name} = ${name} and ${isOne(put)}`],
  };
}

/** By the types of the keys that were seen, of objects of these classes. */
export function keysAsked(
  { evidence }: Finding,
  list: string,
  objects: readonly string[],
  { source }: RuleContext,
): OrderAsked | undefined {
  const [, compared] = evidence.filter((each) => each.kind === "operand");
  const types = compared?.types ?? [];
  if (!isOneOrder(types)) return undefined;
  const name = besides(list, "in_order", source);
  const isNumber = types.some((type) => type === "int" || type === "float");
  // NaN does not equal itself.
  const isOne = (key: string): string =>
    isNumber ? `type(${key}) in (float, int) and ${key} == ${key}` : `type(${key}) is ${types[0] ?? ""}`;
  return {
    name,
    ofNothing: `${name} = True`,
    ofAll: undefined,
    ofElement: (put) => `type(${put}) in (${objects.join(", ")},)`,
    ofNext: (key) => [`${name} = ${name} and ${isOne(key)}`],
  };
}

/** `table_types`, or `self.table_types` of the same object. */
function besides(list: string, word: string, source: RuleContext["source"]): string {
  const at = list.lastIndexOf(".") + 1;
  return list.slice(0, at) + freshName(source, `${list.slice(at)}_${word}`);
}

/** Tuples of the same types in the same places: elsewhere two of them need not compare, and bisection compares only some. */
function ofTuples(name: string, types: string): OrderAsked {
  return {
    name,
    ofNothing: `${name} = None`,
    ofAll: undefined,
    ofNext: (put) => [
      `${types} = type(${put}) is tuple and set(map(type, ${put})) <= {${PLAIN.join(", ")}} and tuple(map(type, ${put}))`,
      `${name} = ${types} if ${name} in (None, ${types}) else False`,
    ],
  };
}
