import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { functionsReached } from "../../analysis/functions-reached.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";

/** `with lock: page = urlopen(url).read()`: all other threads wait for the lock while its holder waits for the world. */
export const lockOverIo: Rule = {
  id: "lock-over-io",
  rung: "concurrency",
  restsOnHeat: true,
  isLastResort: true,
  find: (context) =>
    [...ownNodes(context)].flatMap((node) => (node.kind === "with_statement" ? (find(context, node) ?? []) : [])),
  judge: (_, evidence) => judge(evidence),
};

/** That it is a lock is not read from its name: it counts when threads were seen to wait for it. */
function find(context: RuleContext, statement: SyntaxNode): Candidate | undefined {
  const [clause] = namedChildren(statement);
  const [item, ...others] = clause === undefined ? [] : namedChildren(clause);
  const lock = others.length === 0 && item !== undefined ? field(item, "value") : undefined;
  const body = field(statement, "body");
  const isAsync = statement.children.some(({ kind }) => kind === "async");
  if (lock === undefined || body === undefined || isAsync || !LOCKS.has(lock.kind)) return undefined;
  return {
    rule: "lock-over-io",
    expression: statement,
    watch: { kind: "statement", expression: statement, operand: lock },
    facts: [],
    // Which of what stands in the block the lock is there for, nobody but a person knows.
    obstacles: [{ code: "guards-unknown", about: textOf(context.source, lock).slice(0, 60) }],
    heat: "cumulative",
    runs: [body, ...functionsReached(context, body)],
    asksLock: true,
  };
}

const LOCKS: ReadonlySet<string> = new Set(["identifier", "attribute", "subscript", "call"]);

/** Parts of the row's time. */
const WAITING_THAT_MATTERS = 0.2;
const HOLDING_THAT_MATTERS = 0.02;

function judge(evidence: readonly Evidence[]): Judgement {
  const lock = evidence.find((each) => each.kind === "lock");
  const isHeld = lock !== undefined && lock.waiting >= WAITING_THAT_MATTERS && lock.holding >= HOLDING_THAT_MATTERS;
  return isHeld ? { kind: "finding", obstacles: [] } : { kind: "harmless", because: "cold" };
}
