import type { Rule } from "./rule.ts";
import { classWithoutSlots } from "./rules/class-without-slots/rule.ts";
import { linesReadWhole } from "./rules/lines-read-whole/rule.ts";
import { listForSum } from "./rules/list-for-sum/rule.ts";
import { listGathered } from "./rules/list-gathered/rule.ts";
import { listWalkedOnce } from "./rules/list-walked-once/rule.ts";
import { listOfNumbers } from "./rules/list-of-numbers/rule.ts";
import { sliceForView } from "./rules/slice-for-view/rule.ts";
import { unboundedCache } from "./rules/unbounded-cache/rule.ts";

/** The rules of `fix --memory` about a line that holds much. */
export const LINE_RULES: readonly Rule[] = [
  linesReadWhole,
  listForSum,
  listWalkedOnce,
  listGathered,
  sliceForView,
  unboundedCache,
];

/** The rules about lines that made lists of numbers. */
export const NUMBER_RULES: readonly Rule[] = [listOfNumbers];

/** The rules about classes with many instances; they look at a class's `__init__`. */
export const CLASS_RULES: readonly Rule[] = [classWithoutSlots];
