import type { Finding } from "../diagnose/finding.ts";
import type { RuleContext, RuleId } from "../diagnose/rule.ts";
import type { Fixer, FixOutcome } from "./fix.ts";
import { noFix } from "./fixes/planning.ts";
import { changesSpelling } from "./spelt-out.ts";
import { fixArrayAppend } from "./fixes/array-append.ts";
import { fixArrayConcatenation } from "./fixes/array-concatenation.ts";
import { fixArrayItems } from "./fixes/array-items.ts";
import { fixClassWithoutSlots } from "./fixes/class-without-slots.ts";
import { fixCopiedMembership } from "./fixes/copied-membership.ts";
import { fixCountKey } from "./fixes/count-key.ts";
import { fixDeepcopyInLoop } from "./fixes/deepcopy-in-loop.ts";
import { fixFrontSlicing } from "./fixes/front-slicing.ts";
import { fixListAsHeap } from "./fixes/list-as-heap.ts";
import { fixElementLoop } from "./fixes/element-loop.ts";
import { fixDisabledLogging } from "./fixes/disabled-logging.ts";
import { fixListAsQueue } from "./fixes/list-as-queue.ts";
import { fixListConcatenation } from "./fixes/list-concatenation.ts";
import { fixListForPart } from "./fixes/list-for-part.ts";
import { fixLinesReadWhole } from "./fixes/lines-read-whole.ts";
import { fixListForSum } from "./fixes/list-for-sum.ts";
import { fixListMembership } from "./fixes/list-membership.ts";
import { fixListOfNumbers } from "./fixes/list-of-numbers.ts";
import { fixListSearch } from "./fixes/list-search.ts";
import { fixListGathered } from "./fixes/list-gathered.ts";
import { fixListWalkedOnce } from "./fixes/list-walked-once.ts";
import { fixLoopInvariantCall } from "./fixes/loop-invariant-call.ts";
import { fixNeedlessCopy } from "./fixes/needless-copy.ts";
import { fixNestedScan } from "./fixes/nested-scan.ts";
import { fixOrderedDeduplication } from "./fixes/ordered-deduplication.ts";
import { fixRepeatedCall } from "./fixes/repeated-call.ts";
import { fixSliceForView } from "./fixes/slice-for-view.ts";
import { fixSortedForExtreme } from "./fixes/sorted-for-extreme.ts";
import { fixSortedInsertion } from "./fixes/sorted-insertion.ts";
import { fixTextConcatenation } from "./fixes/text-concatenation.ts";
import { fixVectorizedCall } from "./fixes/vectorized-call.ts";
import { fixUnboundedCache } from "./fixes/unbounded-cache.ts";
import { fixBlockingInCoroutine, fixComputingInCoroutine } from "./fixes/blocking-in-coroutine.ts";
import { fixAwaitsInSequence } from "./fixes/awaits-in-sequence.ts";
import { fixComputingInSequence } from "./fixes/computing-in-sequence.ts";
import { fixComputingInThreads } from "./fixes/computing-in-threads.ts";
import { fixForgottenTask } from "./fixes/forgotten-task.ts";
import { fixLockOverIo } from "./fixes/lock-over-io.ts";
import { fixTinyTasks } from "./fixes/tiny-tasks.ts";
import { fixPoolInLoop } from "./fixes/pool-in-loop.ts";
import { fixBlockingInSequence } from "./fixes/blocking-in-sequence.ts";
import { fixWalkedAgain } from "./fixes/walked-again.ts";

/** The fix of a finding, where it does not change what an f-string shows of the code itself. */
export function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const outcome = FIXERS[finding.rule].plan(finding, context);
  if (outcome.kind === "none") return outcome;
  const [fix, ...otherwise] = [outcome.fix, ...(outcome.otherwise ?? [])].filter(
    ({ edits }) => !changesSpelling(edits, context.source),
  );
  return fix === undefined ? noFix("other-use", 'f"{…=}"') : { kind: "fix", fix, otherwise };
}

/** Every fixer, by the rule whose findings it answers. */
export const FIXERS: Readonly<Record<RuleId, Fixer>> = {
  "list-membership": fixListMembership,
  "ordered-deduplication": fixOrderedDeduplication,
  "list-as-queue": fixListAsQueue,
  "sorted-insertion": fixSortedInsertion,
  "list-concatenation": fixListConcatenation,
  "list-search": fixListSearch,
  "nested-scan": fixNestedScan,
  "copied-membership": fixCopiedMembership,
  "repeated-call": fixRepeatedCall,
  "count-key": fixCountKey,
  "sorted-for-extreme": fixSortedForExtreme,
  "needless-copy": fixNeedlessCopy,
  "front-slicing": fixFrontSlicing,
  "list-as-heap": fixListAsHeap,
  "disabled-logging": fixDisabledLogging,
  "list-for-part": fixListForPart,
  "deepcopy-in-loop": fixDeepcopyInLoop,
  "loop-invariant-call": fixLoopInvariantCall,
  "text-concatenation": fixTextConcatenation,
  "walked-again": fixWalkedAgain,
  "blocking-in-coroutine": fixBlockingInCoroutine,
  "computing-in-coroutine": fixComputingInCoroutine,
  "blocking-in-sequence": fixBlockingInSequence,
  "awaits-in-sequence": fixAwaitsInSequence,
  "computing-in-sequence": fixComputingInSequence,
  "pool-in-loop": fixPoolInLoop,
  "tiny-tasks": fixTinyTasks,
  "lock-over-io": fixLockOverIo,
  "forgotten-task": fixForgottenTask,
  "computing-in-threads": fixComputingInThreads,
  "array-append": fixArrayAppend,
  "array-concatenation": fixArrayConcatenation,
  "array-items": fixArrayItems,
  "vectorized-call": fixVectorizedCall,
  "element-loop": fixElementLoop,
  "list-for-sum": fixListForSum,
  "list-gathered": fixListGathered,
  "list-of-numbers": fixListOfNumbers,
  "slice-for-view": fixSliceForView,
  "list-walked-once": fixListWalkedOnce,
  "lines-read-whole": fixLinesReadWhole,
  "class-without-slots": fixClassWithoutSlots,
  "unbounded-cache": fixUnboundedCache,
};
