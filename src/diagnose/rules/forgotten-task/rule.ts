import { descendants, field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath } from "../../analysis/callee.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";

/** `asyncio.create_task(store(row))` as a statement: nobody keeps the task, waits for it or hears of its error. */
export const forgottenTask: Rule = {
  id: "forgotten-task",
  rung: "concurrency",
  restsOnHeat: true,
  isLastResort: true,
  savesNothing: true,
  find: (context) => (context.function.isAsync ? find(context) : []),
  judge: (_, evidence) => judge(evidence),
};

/** Seen from the coroutine that the task runs, where its time goes. */
function find(context: RuleContext): readonly Candidate[] {
  const { node } = context.function;
  const name = node.kind === "function_definition" ? field(node, "name") : undefined;
  const made = name && [...descendants(context.source.root)].find((each) => forgets(context, each, name));
  if (made === undefined) return [];
  const about =
    textOf(context.source, made)
      .split(/[\r\n]/u, 1)[0]
      ?.slice(0, 60) ?? "";
  return [
    {
      rule: "forgotten-task",
      expression: node,
      watch: { kind: "statement", expression: node, operand: made },
      facts: [{ kind: "source", fact: "unkept", name: `${about} (line ${made.startLine})` }],
      obstacles: [{ code: "nobody-waits", about }],
      heat: "cumulative",
    },
  ];
}

const MAKERS: ReadonlySet<string> = new Set(["asyncio.create_task", "asyncio.ensure_future"]);

/** `asyncio.create_task(store(row))`, or of `self.store(row)`, whose result is nobody's; a group of tasks keeps its own. */
function forgets(context: RuleContext, call: SyntaxNode, name: SyntaxNode): boolean {
  if (call.kind !== "call" || call.parent?.kind !== "expression_statement") return false;
  if (!MAKERS.has(calledPath(context, call) ?? "")) return false;
  const [work] = argumentsOf(call);
  const callee = work?.kind === "call" ? field(work, "function") : undefined;
  return callee !== undefined && isCalled(context, callee, name);
}

function isCalled({ source, scopes, function: owner }: RuleContext, callee: SyntaxNode, name: SyntaxNode): boolean {
  if (callee.kind === "identifier") return scopes.bindingOf(callee) === scopes.bindingOf(name);
  const [object, attribute] = [field(callee, "object"), field(callee, "attribute")];
  const isOwn = object !== undefined && textOf(source, object) === "self" && attribute !== undefined;
  return isOwn && textOf(source, attribute) === textOf(source, name) && owner.qualname.includes(".");
}

/** Below this share the task hardly does anything that could be missed. */
const SHARE_THAT_MATTERS = 0.05;

function judge(evidence: readonly Evidence[]): Judgement {
  const heat = evidence.find((each) => each.kind === "heat");
  const isHot = heat !== undefined && heat.share >= SHARE_THAT_MATTERS;
  return isHot ? { kind: "finding", obstacles: [] } : { kind: "harmless", because: "cold" };
}
