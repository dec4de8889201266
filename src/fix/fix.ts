import type { Obstacle } from "../diagnose/finding.ts";
import type { Finding } from "../diagnose/finding.ts";
import type { RuleContext, RuleId } from "../diagnose/rule.ts";
import type { LineNumber } from "../base/units.ts";
import type { TextEdit } from "../source/edit.ts";

/** Something the fix takes for granted outside what was observed; a breach must be loud, never another answer. */
export interface Assumption {
  readonly code:
    | "hashable"
    | "hashable-value"
    | "unchanged"
    | "is-list"
    | "is-text"
    | "totally-ordered"
    | "not-empty"
    | "is-sequence"
    | "has-key"
    | "not-deep"
    | "keeps-results"
    | "fixed-attributes"
    | "does-not-raise"
    | "does-nothing-else"
    | "is-array"
    | "takes-turns"
    | "asks-ahead"
    | "no-cookies";
  /** The expression it is about, as written: `names`. */
  readonly about: string;
  /** What was seen, e.g. "str × 60,000". */
  readonly seen: string;
  /** What the source says of it; absent where nothing in the source could, and before it was asked. */
  readonly declared?: readonly Declared[];
}

/** An annotation, docstring, default, call or assigned value that bears upon an assumption. */
export interface Declared {
  readonly says: "supports" | "contradicts";
  /** `class`: one with an `==` and a hash of its own, which could come. */
  readonly how: "annotation" | "docstring" | "default" | "call" | "value" | "class";
  /** As it stands in the source: `list[str]`; of a call, what it gives; of a docstring that tells of errors, the function's name. */
  readonly text: string;
  readonly line: LineNumber;
  /** Absolute path, where it is another file than the finding's. */
  readonly file?: string;
}

/** A concrete edit that answers a finding. */
export interface Fix {
  readonly rule: RuleId;
  /** Edits of the finding's file, not overlapping, in order. */
  readonly edits: readonly TextEdit[];
  readonly assumes: readonly Assumption[];
  /**
   * Qualified name (without module) of the one function whose body changes; edits outside it may only add
   * module-level statements (an import, a set beside a constant). Absent where several functions change together: then
   * no one of them can be replayed alone.
   */
  readonly changes?: string;
  /** What the fix keeps lasts from call to call, so that one call that is replayed alone would not show it. */
  readonly lasts?: true;
  /** It saves work, where fixes of its rung save waiting. */
  readonly savesWork?: true;
  /** It adds in another order, so that floats differ in their last digits: proven within the tolerance that was asked for. */
  readonly reorders?: true;
  /** What the program comes to depend on. */
  readonly needs?: "numpy";
  /** It starts processes, which a call that is replayed alone is kept from. */
  readonly startsProcesses?: true;
}

export type FixOutcome =
  /** `otherwise` are to be tried, in their order, where the fix is not kept. */
  | { readonly kind: "fix"; readonly fix: Fix; readonly otherwise?: readonly Fix[] }
  | { readonly kind: "none"; readonly obstacles: readonly Obstacle[] };

/** Writes the edit for one rule's findings. Pure. */
export interface Fixer {
  readonly rule: RuleId;
  readonly plan: (finding: Finding, context: RuleContext) => FixOutcome;
}
