import type { Rule } from "./rule.ts";
import { arrayAppend } from "./rules/array-append/rule.ts";
import { arrayConcatenation } from "./rules/array-concatenation/rule.ts";
import { arrayItems } from "./rules/array-items/rule.ts";
import { copiedMembership } from "./rules/copied-membership/rule.ts";
import { countKey } from "./rules/count-key/rule.ts";
import { elementLoop } from "./rules/element-loop/rule.ts";
import { deepcopyInLoop } from "./rules/deepcopy-in-loop/rule.ts";
import { frontSlicing } from "./rules/front-slicing/rule.ts";
import { listAsHeap } from "./rules/list-as-heap/rule.ts";
import { disabledLogging } from "./rules/disabled-logging/rule.ts";
import { listAsQueue } from "./rules/list-as-queue/rule.ts";
import { listConcatenation } from "./rules/list-concatenation/rule.ts";
import { listForPart } from "./rules/list-for-part/rule.ts";
import { listMembership } from "./rules/list-membership/rule.ts";
import { listSearch } from "./rules/list-search/rule.ts";
import { constantEachCall, loopInvariantCall, patternEachCall } from "./rules/loop-invariant-call/rule.ts";
import { needlessCopy } from "./rules/needless-copy/rule.ts";
import { nestedScan } from "./rules/nested-scan/rule.ts";
import { orderedDeduplication } from "./rules/ordered-deduplication/rule.ts";
import { repeatedForeign } from "./rules/repeated-call/foreign.ts";
import { repeatedLibrary } from "./rules/repeated-call/library.ts";
import { repeatedCall, repeatedRecursion, repeatedUnproven } from "./rules/repeated-call/rule.ts";
import { sortedForExtreme } from "./rules/sorted-for-extreme/rule.ts";
import { sortedInsertion } from "./rules/sorted-insertion/rule.ts";
import { textConcatenation } from "./rules/text-concatenation/rule.ts";
import { blockingInCoroutine } from "./rules/blocking-in-coroutine/rule.ts";
import { awaitsInSequence } from "./rules/awaits-in-sequence/rule.ts";
import { computingInCoroutine } from "./rules/computing-in-coroutine/rule.ts";
import { computingInSequence } from "./rules/computing-in-sequence/rule.ts";
import { computingInThreads } from "./rules/computing-in-threads/rule.ts";
import { forgottenTask } from "./rules/forgotten-task/rule.ts";
import { lockOverIo } from "./rules/lock-over-io/rule.ts";
import { tinyTasks } from "./rules/tiny-tasks/rule.ts";
import { poolInLoop } from "./rules/pool-in-loop/rule.ts";
import { blockingInSequence } from "./rules/blocking-in-sequence/rule.ts";
import { vectorizedCall } from "./rules/vectorized-call/rule.ts";
import { walkedAgain } from "./rules/walked-again/rule.ts";

/** Every rule, the more particular first: a place that one of them claims is not offered to the next. */
export const RULES: readonly Rule[] = [
  orderedDeduplication,
  listMembership,
  listAsHeap,
  listAsQueue,
  sortedInsertion,
  countKey,
  listSearch,
  listConcatenation,
  nestedScan,
  copiedMembership,
  deepcopyInLoop,
  listForPart,
  disabledLogging,
  loopInvariantCall,
  constantEachCall,
  frontSlicing,
  sortedForExtreme,
  needlessCopy,
  arrayAppend,
  arrayConcatenation,
  repeatedRecursion,
  repeatedCall,
  repeatedLibrary,
  textConcatenation,
  walkedAgain,
  patternEachCall,
  repeatedUnproven,
  repeatedForeign,
  blockingInCoroutine,
  computingInCoroutine,
  blockingInSequence,
  awaitsInSequence,
  poolInLoop,
  tinyTasks,
  lockOverIo,
  forgottenTask,
  arrayItems,
  vectorizedCall,
  elementLoop,
  computingInSequence,
  computingInThreads,
];
