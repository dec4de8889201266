import type { Finding, ObstacleCode } from "../../diagnose/finding.ts";
import type { PassedOver } from "../../diagnose/diagnose.ts";
import type { HarmlessReason, RuleId } from "../../diagnose/rule.ts";
import type { Verdict } from "../../verify/verdict.ts";
import { shortPath } from "../format/path.ts";

interface RuleWords {
  readonly title: string;
  /** What the fix does, as an instruction. */
  readonly remedy: string;
}

const WORDS: Record<RuleId, RuleWords> = {
  "list-membership": {
    title: "membership test scans a list",
    remedy: "build a set once before the loop and test that",
  },
  "ordered-deduplication": {
    title: "de-duplication scans the list that it fills",
    remedy: "keep a set of what was seen beside the list",
  },
  "list-as-queue": {
    title: "list used as a queue moves every element",
    remedy: "use collections.deque",
  },
  "sorted-insertion": {
    title: "sorted list kept by scanning or re-sorting",
    remedy: "insert with bisect.insort",
  },
  "list-concatenation": {
    title: "list copied whole for every piece added",
    remedy: "extend one list in place (append, extend, itertools.chain)",
  },
  "list-search": {
    title: "list.index or list.count scans the list in a loop",
    remedy: "count or index the list once before the loop",
  },
  "copied-membership": {
    title: "a container is copied or walked for each membership test",
    remedy: "ask what is copied itself, or a set made once before the loop",
  },
  "text-concatenation": {
    title: "text or bytes copied whole for every piece added",
    remedy: "gather the pieces (bytearray, io.StringIO, a list) and make one of them at the end",
  },
  "nested-scan": {
    title: "every element is compared to find the equal ones, again and again",
    remedy: "group the elements by key in a dict once, and walk through the group",
  },
  "count-key": {
    title: "every element is counted by a walk through all of them",
    remedy: "count them once with collections.Counter",
  },
  "sorted-for-extreme": {
    title: "everything is sorted for a few elements at one end",
    remedy: "take them with min, max, heapq.nsmallest or heapq.nlargest",
  },
  "needless-copy": {
    title: "a copy is made, or sorted, for what would take the original",
    remedy: "hand over the original",
  },
  "front-slicing": {
    title: "all the rest is copied for each element that is taken from the front",
    remedy: "count on with an index instead of cutting off the front",
  },
  "list-as-heap": {
    title: "a list is sorted, or searched for its least, for every element taken",
    remedy: "use heapq",
  },
  "disabled-logging": {
    title: "texts are made for a log that does not want them",
    remedy: "ask first whether the logger is enabled for that level",
  },
  "list-for-part": {
    title: "a list is made whole of which a part is looked at",
    remedy: "take elements one by one, and stop at the one that is wanted",
  },
  "deepcopy-in-loop": {
    title: "everything in an object is copied again and again",
    remedy: "copy plain values without a call for each; or only what is changed (list(x), dict(x), a copy of each row)",
  },
  "element-loop": {
    title: "a loop works out an array's elements one by one",
    remedy: "write the expression over whole stretches of the arrays",
  },
  "array-append": {
    title: "an array is copied for each element that is put behind it",
    remedy: "gather the parts in a list, and make one array of them after the loop",
  },
  "array-concatenation": {
    title: "an array is copied whole for each part that is put behind it",
    remedy: "gather the parts in a list, and put them together after the loop",
  },
  "array-items": {
    title: "a loop takes numbers out of arrays one by one",
    remedy: "let it take them from lists (tolist), and write the results back once",
  },
  "vectorized-call": {
    title: "np.vectorize calls a Python function for each element",
    remedy: "work it out for the whole array at once (np.where for branches)",
  },
  "list-for-sum": {
    title: "a list is made whole for what takes one element after the other",
    remedy: "hand over a generator",
  },
  "list-gathered": {
    title: "a list is filled for what takes one element after the other",
    remedy: "keep what is asked of it (a total, a number, the largest), or hand over a generator",
  },
  "list-of-numbers": {
    title: "a list holds nothing but numbers, each an object of its own",
    remedy: "keep them in an array (array.array, or one of numpy)",
  },
  "slice-for-view": {
    title: "a part of some bytes is copied for what would read it where it is",
    remedy: "hand over a view (memoryview)",
  },
  "list-walked-once": {
    title: "a list is made whole to be gone through once",
    remedy: "make its elements one after the other (a generator, map without list)",
  },
  "lines-read-whole": {
    title: "a file is held whole to be walked through line by line",
    remedy: "walk through the file itself",
  },
  "class-without-slots": {
    title: "many instances each keep a dict for the same few attributes",
    remedy: "give the class __slots__",
  },
  "unbounded-cache": {
    title: "results are kept for every argument that there ever was",
    remedy: "keep a bounded number of them, as functools.lru_cache(maxsize=1024) does",
  },
  "walked-again": {
    title: "the same data is gone through from its beginning again and again",
    remedy:
      "keep beside it what is asked of it (a running total, a dict, sorted positions), or answer all questions in one go through it",
  },
  "loop-invariant-call": {
    title: "the same is worked out at every turn of a loop",
    remedy: "work it out once before the loop",
  },
  "blocking-in-coroutine": {
    title: "a coroutine blocks the event loop",
    remedy: "await its asynchronous counterpart, or a thread",
  },
  "awaits-in-sequence": {
    title: "a task awaits one answer after the other",
    remedy: "let a few tasks await at once (asyncio.gather under a semaphore)",
  },
  "computing-in-sequence": {
    title: "one core computes what several could",
    remedy: "let a process for each core compute (ProcessPoolExecutor.map)",
  },
  "computing-in-threads": {
    title: "threads compute in turns, since there is one interpreter lock",
    remedy: "let processes compute (ProcessPoolExecutor)",
  },
  "computing-in-coroutine": {
    title: "a coroutine computes while the event loop stands still",
    remedy: "hand the work to a thread (await asyncio.to_thread)",
  },
  "forgotten-task": {
    title: "a task is started that nobody keeps",
    remedy: "keep the task and await it (a TaskGroup, gather, a set with add_done_callback)",
  },
  "lock-over-io": {
    title: "all threads wait for a lock whose holder waits for the world",
    remedy: "wait before the lock is taken, and hold it for what it guards alone",
  },
  "tiny-tasks": {
    title: "tiny items travel to other processes one by one",
    remedy: "let many of them travel together (chunksize=…)",
  },
  "pool-in-loop": {
    title: "workers are started and ended at every turn of a loop",
    remedy: "make the pool once, around the loop",
  },
  "blocking-in-sequence": {
    title: "calls wait one after the other",
    remedy: "let a few threads wait at once (ThreadPoolExecutor.map)",
  },
  "repeated-call": {
    title: "function called again and again with the same arguments",
    remedy: "keep its results with functools.lru_cache",
  },
};

/** What kind of slow a rule is about, in a few words. */
export function ruleTitle(rule: RuleId): string {
  return WORDS[rule].title;
}

/** What the fix does, as an instruction. */
export function remedyOf(rule: RuleId): string {
  return WORDS[rule].remedy;
}

const OBSTACLES: Record<ObstacleCode, (about: string) => string> = {
  "unhashable-elements": (about) => `elements of ${about} cannot be hashed`,
  "custom-equality": (about) => `elements of ${about} define their own equality or hash`,
  "changes-in-loop": (about) => `${about} changes inside the loop`,
  "may-change-in-call": (about) => `a call in the loop may change ${about}`,
  escapes: (about) => `${about} is handed to other code that may keep or change it`,
  rebound: (about) => `${about} is assigned more than once`,
  "other-use": (about) => `${about} is also used in a way that only a list answers`,
  "not-a-list": (about) => `${about} was not always a list`,
  "own-addition": (about) =>
    `${about} is not known to be text itself, and could add in a way of its own (\`__radd__\`)`,
  "not-text": (about) => `${about} was not always text, or bytes`,
  "order-matters": (about) => `the order of ${about} is read before the loop ends`,
  "crosses-functions": (about) => `${about} is made or changed in another function`,
  "not-in-loop": (about) => `${about} is not used in a loop of this function`,
  "not-always-run": (about) => `${about} is not always evaluated`,
  "dynamic-names": (about) => `${about} could be reached through exec, eval or locals()`,
  "syntax-near": (about) => `the code around ${about} could not be parsed`,
  "not-seen": (about) => `what ${about} holds was not seen`,
  "too-old-python": (about) => `${about} needs a newer Python`,
  "result-used": (about) => `the result of ${about} is used`,
  "side-effects": (about) => `evaluating ${about} once instead of every time could be noticed`,
  "shared-default": (about) => `${about} is a default argument that calls share`,
  "not-sorted": (about) => `${about} is not known to be sorted`,
  "unordered-elements": (about) => `${about} may not be ordered totally (NaN, sets, comparisons of its own)`,
  "not-a-name": (about) => `${about} is not a plain name, so it may be another object each time`,
  "runs-later": (about) => `${about} runs later, when the list may have changed`,
  "errors-caught": (about) => `${about} would catch the error that the fix can raise`,
  "shared-result": (about) =>
    `what ${about} returns can be changed by whoever gets it, and all would get the same object`,
  "left-out": (about) => `it could be noticed that ${about} is not worked out where nobody looks at it`,
  "needs-dict": (about) => `with slots ${about} would not work, or answer otherwise`,
  "needs-list": (about) =>
    `an array in the place of ${about} prints, adds and compares otherwise, and takes numbers of one type only`,
  "array-code": (about) => `what does to a whole array what ${about} does to an element is for a person to write`,
  "depth-unknown": (about) => `who changes what in the copy of ${about} is not known`,
  "what-to-keep": (about) => `what to keep beside ${about}, and where that changes, is not written in the code`,
  "what-to-forget": (about) =>
    `how many results of ${about} are worth keeping, and which may go, is not written in the code`,
  "not-proven-pure": (about) =>
    `that ${about} works out its result from its arguments alone, and does nothing else, is not proven`,
  "counts-calls": (about) => `the program watches its own calls with ${about}, and would see fewer`,
  "changing-arguments": (about) => `${about} was given objects that can change, not only numbers and text`,
  "equal-arguments": (about) =>
    `${about} was given values that can be equal and yet differ (0.0 and -0.0, 1 and True in tuples)`,
  "beyond-end": (about) => `${about} may have nothing left there`,
  "rest-used": (about) => `the rest of ${about} is used in a way that an index does not answer`,
  recursive: (about) => `${about} calls itself with the rest, so the index would have to be a parameter`,
  "asked-in-order": (about) => `${about} may notice in which order, or when, it is asked`,
  "may-depend": (about) => `whether one ${about} may run before another has ended is not to be told from the source`,
  "lets-others-run": (about) => `at an await in the place of ${about} other tasks run, and it can be cancelled`,
  "rate-limited": (about) => `${about} keeps them apart, as a limit on their rate would want`,
  "no-main-guard": (about) =>
    `another process that looks for a function here would do ${about} again: it has to stand below \`if __name__ == "__main__":\``,
  "not-alone": (about) =>
    `${about} runs threads, which could change what is walked through, or which a forked process would be without`,
  "nobody-waits": (about) => `who should wait for ${about}, and hear of its error, is not written in the code`,
  "guards-unknown": (about) => `which of what is done while ${about} is held needs it is not written in the code`,
  "holds-gil": (about) =>
    `${about} keeps the GIL: in a thread the loop would go on every few milliseconds, and nothing would be done sooner; only a process has a GIL of its own (\`loop.run_in_executor\` with a ProcessPoolExecutor)`,
  "shared-session": (about) => `${about} gives them one session, which threads may not share`,
  "not-an-array": (about) => `${about} is not always a plain array of numpy`,
  "other-order": (about) => `${about} grows at its front, falls, or is ordered by a key`,
};

/** Why a person has to decide, in a few words. */
export function obstacleWords(code: ObstacleCode, about: string): string {
  return OBSTACLES[code](`\`${about}\``);
}

/** One sentence: why an attempt ended as it did; a finding's own obstacles say more than the verdict. */
export function reasonWords(verdict: Verdict, { obstacles }: Finding): string {
  if (verdict.kind !== "not-applicable" || obstacles.length === 0) return verdict.reason;
  return `${verdict.reason} ${capitalise(obstacles.map(({ code, about }) => obstacleWords(code, about)).join("; "))}.`;
}

/** One sentence: what to do about a finding, and who can do it. */
export function adviceFor(finding: Finding): string {
  const { remedy } = WORDS[finding.rule];
  if (finding.automatic) return `${capitalise(remedy)}: \`hasten fix\` tries it on a copy and proves it.`;
  const why = finding.obstacles.map(({ code, about }) => obstacleWords(code, about)).join("; ");
  return `${capitalise(remedy)} – but a person has to decide: ${why}.`;
}

const HARMLESS: Record<HarmlessReason, (operand: string) => string> = {
  short: (operand) => `\`${operand}\` is short`,
  "already-fast": (operand) => `\`${operand}\` is fast at this already`,
  cold: () => "it takes next to no time",
  "seldom-repeated": () => "its arguments were seldom the same",
  "not-seen": (operand) => `what \`${operand}\` holds was not seen; \`hasten fix\` would look`,
  "all-wanted": () => "next to nothing of what it makes is made in vain",
};

/** One line: a place that a rule recognised, and why nothing is claimed about it. */
export function passedOverWords({ rule, file, line, operand, because }: PassedOver, cwd: string): string {
  return `passed over [${rule}] ${shortPath(file, cwd)}:${line}: ${HARMLESS[because](operand)}`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
