import type { Fraction } from "../base/units.ts";
import type { FunctionSource } from "../source/functions.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { Scopes } from "../source/scopes.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Elsewhere, AllMentions, Mentions, Modules } from "./analysis/code.ts";
import type { Evidence } from "./evidence.ts";
import type { Obstacle, Rung } from "./finding.ts";

export type RuleId =
  | "list-membership"
  | "ordered-deduplication"
  | "list-as-queue"
  | "sorted-insertion"
  | "list-concatenation"
  | "list-search"
  | "nested-scan"
  | "copied-membership"
  | "text-concatenation"
  | "repeated-call"
  | "loop-invariant-call"
  | "count-key"
  | "sorted-for-extreme"
  | "needless-copy"
  | "front-slicing"
  | "list-as-heap"
  | "list-for-part"
  | "disabled-logging"
  | "deepcopy-in-loop"
  | "walked-again"
  | "blocking-in-sequence"
  | "blocking-in-coroutine"
  | "awaits-in-sequence"
  | "computing-in-sequence"
  | "pool-in-loop"
  | "computing-in-coroutine"
  | "tiny-tasks"
  | "lock-over-io"
  | "forgotten-task"
  | "computing-in-threads"
  | "array-append"
  | "array-concatenation"
  | "element-loop"
  | "array-items"
  | "vectorized-call"
  | "list-for-sum"
  | "slice-for-view"
  | "list-of-numbers"
  | "list-walked-once"
  | "list-gathered"
  | "lines-read-whole"
  | "class-without-slots"
  | "unbounded-cache";

/** What the user agrees with, beyond what keeps every bit and needs nothing new. */
export interface Agreed {
  /** Floats may lie so far apart, of the greater of the two: sums may be added in another order. */
  readonly tolerance?: number;
  /** Code may import numpy that does not yet. */
  readonly numpy?: true;
}

/** What a rule looks at: one function of one file. Module-level code is the function `<module>`. */
export interface RuleContext {
  readonly source: SourceFile;
  readonly scopes: Scopes;
  readonly function: FunctionSource;
  /** `[major, minor]` of the Python that runs the program. */
  readonly python: readonly [number, number];
  /** `off` of a free-threaded build that runs without its GIL; absent where it is not known. */
  readonly gil?: "on" | "off";
  /** The names of the file's applications that a web server imports (`uvicorn service:app`); absent where none does. */
  readonly served?: ReadonlySet<string>;
  readonly agreed?: Agreed;
  /** What the project's other Python files do with a name; absent where there are none. */
  readonly elsewhere?: Elsewhere;
  /** The project's other Python files in which a name stands. */
  readonly mentions?: Mentions;
  readonly allMentions?: AllMentions;
  /** The files that this one's imports mean, and theirs. */
  readonly modules?: Modules;
  /** The files that this one's imports mean in packages beside the project, as far as they were seen to run. */
  readonly installed?: Modules;
}

/**
 * What the probe shall watch: the operand's type, size and elements at each execution, the time of the whole
 * expression. `needle` is looked at for hashability only; of `sorted` and `sort` it is the key, or the call itself: what is
 * compared is looked at.
 */
export interface Watch {
  /**
   * `contains`: `needle in operand`; `method`: `operand.name(...)`; `call`: `name(operand, ...)`;
   * `entry`: each call of the function whose name the expression is, the operand being its first parameter; `given`: the arguments of a call, and its time; `binary`: `operand + other`; `grown`: the statement `operand += needle`; `compare`: `needle == other` or `!=`, for each element of the operand, which is not in it; `asked`: a condition on an element of the operand, which is not in it; `statement`: the whole statement, an expression or not, that works on the operand; `made`: a list is made of the operand
   * of which only a part is wanted (`wants`), and the time is that of the rest.
   */
  readonly kind:
    | "contains"
    | "method"
    | "call"
    | "binary"
    | "compare"
    | "entry"
    | "given"
    | "grown"
    | "asked"
    | "statement"
    | "made";
  readonly expression: SyntaxNode;
  readonly operand: SyntaxNode;
  readonly needle?: SyntaxNode;
  /** Of what is `made`: what is asked of it. `found`: the first of those that a condition holds for; `copy`: nothing that the original does not have. A level: the operand is a logger. */
  readonly wants?: "any" | "all" | "one" | "found" | "copy" | LogLevel;
  /** Of `asked`: wanted are the elements for which the condition does not hold. */
  readonly isNegated?: true;
  /** The statement itself puts another object into the operand each time: `text = text.replace(…)`. */
  readonly isRenewed?: true;
  /** Of an `entry`: calls on different objects differ, whatever their arguments. */
  readonly isByObject?: true;
  /** Of `given`: the arguments that are looked at, all of them by position; absent where all are, and all are by position. Of an `entry`: the parameters that are. */
  readonly looksAt?: readonly SyntaxNode[];
  /** Of a `call`: the function looks at nothing but its arguments, so that it can be called, and timed, from elsewhere. */
  readonly isPure?: true;
}

/** A logger's method, by the level of what it is told. */
export type LogLevel = "debug" | "info" | "warning";

/** A place that a rule recognised by its syntax; nothing is claimed before it has evidence. */
export interface Candidate {
  readonly rule: RuleId;
  /** The hot expression: what a finding points at. */
  readonly expression: SyntaxNode;
  readonly watch: Watch;
  /** Facts read from the source. */
  readonly facts: readonly Evidence[];
  /** Conditions, visible in the source, that keep the fix from being right. */
  readonly obstacles: readonly Obstacle[];
  /** `cumulative`: the place is a function, whose heat is that of what it calls too. */
  readonly heat?: "cumulative";
  /** What the operand may be for a fix of the place, where that is one of several things. */
  readonly kinds?: readonly ("arrays" | "lists")[];
  /** How long each of the operand's elements can have taken at most is asked for. */
  readonly asksPace?: true;
  /** How long threads waited for what the expression enters, and its holder for the world, is asked for. */
  readonly asksLock?: true;
  /** What runs while the place does: a loop of asyncio's that was seen to stand still there was kept by it. */
  readonly runs?: readonly SyntaxNode[];
}

/** What a rule says of a candidate once it has evidence. */
export type Judgement =
  /** `share`: what of the program's time would be saved, where that is not all that the place was measured to take. */
  | { readonly kind: "finding"; readonly obstacles: readonly Obstacle[]; readonly share?: Fraction }
  /** The evidence speaks against it: a short list, a dict, a string. */
  | { readonly kind: "harmless"; readonly because: HarmlessReason };

export type HarmlessReason =
  | "short"
  | "already-fast"
  | "cold"
  | "not-seen"
  | "seldom-repeated"
  /** Next to nothing of what it makes is made in vain. */
  | "all-wanted";

/** One kind of slow code. Pure: a rule reads values and returns values. */
export interface Rule {
  readonly id: RuleId;
  readonly rung: Rung;
  /** It looks at much that is no slow thing of any kind: what it passes over is not worth a word. */
  readonly isLastResort?: true;
  /** Its fixes make no work less, and only spread it over the cores: what does less comes first. */
  readonly spreadsWork?: true;
  /** What it tells of costs no time, but may lose something. */
  readonly savesNothing?: true;
  /** What it claims is that a thread stands at the place, which the samples of its lines show: no operand has to be seen. */
  readonly restsOnHeat?: true;
  /** The places of this kind in the function, by syntax and scopes alone. */
  readonly find: (context: RuleContext) => readonly Candidate[];
  /** The judgement once the operand is known. Evidence comes sampled, probed, or both. */
  readonly judge: (candidate: Candidate, evidence: readonly Evidence[]) => Judgement;
}
