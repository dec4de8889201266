import type { SyntaxNode } from "../../../source/node.ts";
import type { OwnResource } from "./own-resources.ts";

/** What a coroutine may do beside. */
export interface Coroutine {
  /** Parameters that hold plain values. */
  readonly given: ReadonlySet<string>;
  /** Parameters that hold the two ends of a connection that is the coroutine's alone. */
  readonly streams: ReadonlySet<string>;
  /** Sessions that may be shared with its like, by their names. */
  readonly sessions?: ReadonlyMap<string, OwnResource>;
  /** Takes note of another coroutine function that is awaited, and of which of those sessions it is given, by position. */
  readonly awaits: (definition: SyntaxNode, sessions: ReadonlyMap<number, OwnResource>) => void;
}
