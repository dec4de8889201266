import type { FunctionSource } from "../source/functions.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { Scopes } from "../source/scopes.ts";
import type { SourceFile } from "../source/source-file.ts";
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
  | "deepcopy-in-loop"
  | "walked-again";

/** What a rule looks at: one function of one file. Module-level code is the function `<module>`. */
export interface RuleContext {
  readonly source: SourceFile;
  readonly scopes: Scopes;
  readonly function: FunctionSource;
  /** `[major, minor]` of the Python that runs the program. */
  readonly python: readonly [number, number];
  /** What the project's other Python files do with a name; absent where there are none. */
  readonly elsewhere?: Elsewhere;
}

/** Does another file than `path` use the attribute or name, and could it change what that holds? */
export type Elsewhere = (name: string, kind: "attribute" | "name", path: string) => "none" | "read" | "changed";

/**
 * What the probe shall watch: the operand's type, size and elements at each execution, the time of the whole
 * expression. `needle` is looked at for hashability only.
 */
export interface Watch {
  /**
   * `contains`: `needle in operand`; `method`: `operand.name(...)`; `call`: `name(operand, ...)`;
   * `entry`: each call of the function whose name the expression is, the operand being its first parameter; `binary`: `operand + other`; `grown`: the statement `operand += needle`; `compare`: `needle == other` or `!=`, for each element of the operand, which is not in it; `asked`: a condition on an element of the operand, which is not in it; `statement`: the whole statement, an expression or not, that works on the operand.
   */
  readonly kind: "contains" | "method" | "call" | "binary" | "compare" | "entry" | "grown" | "asked" | "statement";
  readonly expression: SyntaxNode;
  readonly operand: SyntaxNode;
  readonly needle?: SyntaxNode;
  /** Of `asked`: wanted are the elements for which the condition does not hold. */
  readonly isNegated?: true;
  /** The statement itself puts another object into the operand each time: `text = text.replace(…)`. */
  readonly isRenewed?: true;
  /** Of a `call`: the function looks at nothing but its arguments, so that it can be called, and timed, from elsewhere. */
  readonly isPure?: true;
}

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
}

/** What a rule says of a candidate once it has evidence. */
export type Judgement =
  | { readonly kind: "finding"; readonly obstacles: readonly Obstacle[] }
  /** The evidence speaks against it: a short list, a dict, a string. */
  | { readonly kind: "harmless"; readonly because: HarmlessReason };

export type HarmlessReason = "short" | "already-fast" | "cold" | "not-seen" | "seldom-repeated";

/** One kind of slow code. Pure: a rule reads values and returns values. */
export interface Rule {
  readonly id: RuleId;
  readonly rung: Rung;
  /** It looks at much that is no slow thing of any kind: what it passes over is not worth a word. */
  readonly isLastResort?: true;
  /** The places of this kind in the function, by syntax and scopes alone. */
  readonly find: (context: RuleContext) => readonly Candidate[];
  /** The judgement once the operand is known. Evidence comes sampled, probed, or both. */
  readonly judge: (candidate: Candidate, evidence: readonly Evidence[]) => Judgement;
}
