import { callWatchers } from "../../analysis/call-watchers.ts";
import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Evidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { counterpartFor } from "../blocking-in-coroutine/counterpart.ts";
import { tasksOf } from "../blocking-in-coroutine/tasks.ts";
import { workOf, type Work } from "./work.ts";

/** `digest = hashlib.scrypt(…)` in an `async def`: the loop stands still until it is worked out. */
export const computingInCoroutine: Rule = {
  id: "computing-in-coroutine",
  rung: "concurrency",
  restsOnHeat: true,
  isLastResort: true,
  find: (context) =>
    context.function.isAsync ? [...ownNodes(context)].flatMap((node) => find(context, node) ?? []) : [],
  judge: (_, evidence) => judge(evidence),
};

function find(context: RuleContext, call: SyntaxNode): Candidate | undefined {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  const work = callee === undefined || call.parent?.kind === "await" ? undefined : workOf(context, call);
  if (callee === undefined || work === undefined) return undefined;
  const { releasing, runs } = work;
  return {
    rule: "computing-in-coroutine",
    expression: call,
    watch: { kind: "call", expression: call, operand: argumentsOf(call)[0] ?? callee },
    facts: releasing === undefined ? [] : [{ kind: "source", fact: "releases-gil", name: releasing }],
    obstacles: obstaclesAt(context, call, work, textOf(context.source, callee)),
    heat: "cumulative",
    runs,
  };
}

/** As of a call that blocks; and a thread that keeps the GIL saves nobody's time. */
function obstaclesAt(context: RuleContext, call: SyntaxNode, { releasing }: Work, about: string): readonly Obstacle[] {
  if (releasing === undefined && context.gil !== "off") return [{ code: "holds-gil", about }];
  const { apart, obstacle } = tasksOf(context);
  const first = obstacle ?? callWatchers(context)[0];
  if (first !== undefined) return [first];
  if (!apart.has(context.function.node)) return [{ code: "lets-others-run", about }];
  return counterpartFor(context, call) === undefined ? [{ code: "runs-later", about }] : [];
}

/** Below this share of the program's time the loop hardly stands still. */
const SHARE_THAT_MATTERS = 0.02;

function judge(evidence: readonly Evidence[]): Judgement {
  const heat = evidence.find((each) => each.kind === "heat");
  const isBlocked = evidence.some(({ kind }) => kind === "blocked");
  if (!isBlocked || heat === undefined || heat.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  return { kind: "finding", obstacles: [] };
}
