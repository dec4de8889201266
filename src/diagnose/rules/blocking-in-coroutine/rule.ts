import { field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import type { Obstacle } from "../../finding.ts";
import { blockingCalls, functionCalled } from "../blocking-in-sequence/blocking-calls.ts";
import { counterpartFor } from "./counterpart.ts";
import { counterpartOf } from "./counterpart-names.ts";
import { tasksOf } from "./tasks.ts";

/** `time.sleep(1)` in an `async def`: the loop stands still, and with it every other task. */
export const blockingInCoroutine: Rule = {
  id: "blocking-in-coroutine",
  rung: "concurrency",
  restsOnHeat: true,
  find: (context) => (context.function.isAsync ? [...ownNodes(context)].flatMap((node) => find(context, node)) : []),
  judge: (_, evidence) => judge(evidence),
};

function find(context: RuleContext, call: SyntaxNode): readonly Candidate[] {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  const [blocking] = callee === undefined || isAwaited(call) ? [] : callsThatBlock(context, call);
  if (callee === undefined || blocking === undefined) return [];
  const about = textOf(context.source, callee);
  const isNamed = functionCalled(context, call) === undefined;
  return [
    {
      rule: "blocking-in-coroutine",
      expression: call,
      watch: { kind: "call", expression: call, operand: argumentsOf(call)[0] ?? callee },
      facts: [
        { kind: "source", fact: "blocks", name: blocking },
        {
          kind: "source",
          fact: "has-counterpart",
          name: counterpartOf(context, isNamed ? blocking : about, about),
        },
      ],
      obstacles: obstaclesAt(context, call, blocking, about),
    },
  ];
}

/** Where all tasks but one keep to themselves, nobody can tell when they take turns. */
function obstaclesAt(context: RuleContext, call: SyntaxNode, blocking: string, about: string): readonly Obstacle[] {
  const { apart, obstacle } = tasksOf(context);
  if (obstacle !== undefined) return [obstacle];
  const isApart = apart.has(context.function.node);
  // In the one task that does what can be seen a sleep may give way; what a thread would do there is not looked at.
  const isSleep = blocking === "time.sleep" && functionCalled(context, call) === undefined;
  const canGive = isApart || (isSleep && apart.size > 0);
  if (!canGive) return [{ code: "lets-others-run", about }];
  return counterpartFor(context, call) === undefined ? [{ code: "runs-later", about }] : [];
}

/** The call's own name, or that of what the function of this file that it calls waits for. */
function callsThatBlock(context: RuleContext, call: SyntaxNode): readonly string[] {
  const definition = functionCalled(context, call);
  const found = blockingCalls(context, call).filter((each) => each.call === call || isBelow(each.call, definition));
  return found.map(({ path }) => path);
}

const isBelow = (node: SyntaxNode, around: SyntaxNode | undefined): boolean =>
  around !== undefined && isInside(node, around);

const isAwaited = ({ parent }: SyntaxNode): boolean => parent?.kind === "await";

/** Below this share of the program's time the loop hardly stands still. */
const SHARE_THAT_MATTERS = 0.02;

function judge(evidence: readonly Evidence[]): Judgement {
  const heat = evidence.find((each) => each.kind === "heat");
  if (heat === undefined || heat.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  return { kind: "finding", obstacles: [] };
}
