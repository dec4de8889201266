import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { hiddenBuiltins } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { ancestors } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** What makes a heap complain of what it would put elsewhere than a sort, without a word. */
export interface HeapOrder {
  /** The function that is put above the code. */
  readonly helper: TextEdit;
  /** A statement before the heap is made, where one is needed. */
  readonly start: string | undefined;
  /** What is compared, asked for. */
  readonly asked: (compared: string) => string;
}

/** Types that can be asked for by a built-in name. */
const KNOWN: ReadonlySet<string> = new Set(["bool", "bytes", "int", "str", "tuple"]);

/** By the types that were seen to be compared; undefined where they cannot be asked for, or nothing can stand above `at`. */
export function heapOrder(
  finding: Finding,
  at: SyntaxNode,
  queue: string,
  context: RuleContext,
): HeapOrder | undefined {
  const { source } = context;
  const types = finding.evidence.filter((each) => each.kind === "operand").at(1)?.types ?? [];
  if (types.length === 0 || !types.every((type) => KNOWN.has(type))) return undefined;
  if (hiddenBuiltins(context, at, ["type", "set", "TypeError", ...KNOWN, "float"]).length > 0) return undefined;
  const top = [at, ...ancestors(at)].find(({ parent }) => parent === source.root);
  const name = freshName(source, "in_one_order");
  const hasTuples = types.includes("tuple");
  const code = [...(hasTuples ? ofTuples(name) : ofPlain(name)), "", ""].join("\n");
  const helper = top === undefined ? undefined : insertBefore(source, top, code);
  if (helper === undefined) return undefined;
  if (!hasTuples) return { helper, start: undefined, asked: (compared) => `${name}(${compared})` };
  const kinds = freshName(source, `${queue}_kinds`);
  return { helper, start: `${kinds} = {}`, asked: (compared) => `${name}(${compared}, ${kinds})` };
}

/** Numbers that are no NaN have one order among each other, and so has text; where both come, the heap complains by itself. */
function ofPlain(name: string): readonly string[] {
  return [
    `def ${name}(item):`,
    `    """Gives the item back. Others (NaN, sets) have no one order: a heap gives them at another turn than a sort."""`,
    "    if type(item) not in (bool, bytes, float, int, str) or item != item:",
    `        raise TypeError(f"no one order for {item!r}")`,
    "    return item",
  ];
}

function ofTuples(name: string): readonly string[] {
  return [
    `def ${name}(item, seen):`,
    `    """Gives the item back if it has one order with those before: else a heap gives it at another turn than a sort."""`,
    "    parts = item if type(item) is tuple else (item,)",
    "    kinds = [int if type(part) in (bool, float) and part == part else type(part) for part in parts]",
    `    alike = seen.setdefault(type(item) is tuple, kinds)`,
    "    if len(seen) > 1 or kinds != alike or not set(kinds) <= {bytes, int, str}:",
    `        raise TypeError(f"no one order for {item!r}")`,
    "    return item",
  ];
}
