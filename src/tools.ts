import type { Store } from "./journal/store.ts";
import type { PythonParser } from "./source/python-parser.ts";

/** What the stages work with. */
export interface Tools {
  readonly store: Store;
  readonly parser: PythonParser;
}
