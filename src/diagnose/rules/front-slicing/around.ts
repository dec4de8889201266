import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import type { Advance } from "./advance.ts";

/** One name in one loop. */
export interface Around {
  readonly context: RuleContext;
  readonly binding: Binding;
  /** All uses in the function's body. */
  readonly uses: readonly Use[];
  readonly loop: SyntaxNode;
  readonly advances: readonly Advance[];
  /** The other uses in the loop, but for the iterable that a `for` begins with. */
  readonly others: readonly Use[];
}
