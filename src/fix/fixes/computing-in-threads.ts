import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planThreads, type ThreadsPlan } from "../../diagnose/rules/computing-in-threads/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, replacing, type TextEdit } from "../../source/edit.ts";
import { importedBy } from "../../source/imported.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix, seenAt } from "./planning.ts";

/** Processes in the place of threads. */
export const fixComputingInThreads: Fixer = { rule: "computing-in-threads", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planThreads(context).find(({ expression }) => isAtFinding(finding, expression));
  if (plan === undefined) return noFix("side-effects", context.function.name);
  if (!finding.function.startsWith("__main__.")) return noFix("no-main-guard", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const assumes = [
    {
      code: "asks-ahead",
      about: context.function.name,
      seen: seenAt(finding, textOf(context.source, plan.items)),
    },
  ] as const;
  const edits = editsFor(context, plan);
  return { kind: "fix", fix: { rule: "computing-in-threads", edits, assumes, startsProcesses: true } };
}

/** The name that is imported is another one, where nothing else uses it. */
function editsFor(context: RuleContext, { creation }: ThreadsPlan): readonly TextEdit[] {
  const { source } = context;
  const callee = field(creation, "function") ?? creation;
  const imported = onlyImport(context, callee);
  if (imported !== undefined)
    return inOrder([replacing(imported, "ProcessPoolExecutor"), replacing(callee, "ProcessPoolExecutor")]);
  const executor = addImport(source, "from concurrent.futures import ProcessPoolExecutor", creation);
  return inOrder([...(executor.edit === undefined ? [] : [executor.edit]), replacing(callee, executor.name)]);
}

/** `ThreadPoolExecutor` in `from concurrent.futures import ThreadPoolExecutor`, which is there for this one use. */
function onlyImport({ source, scopes }: RuleContext, callee: SyntaxNode): SyntaxNode | undefined {
  if (callee.kind !== "identifier" || source.text.includes("ProcessPoolExecutor")) return undefined;
  const references = scopes.bindingOf(callee)?.references ?? [];
  const [written, ...others] = references.filter(({ access }) => access !== "read");
  if (written === undefined || others.length > 0 || references.length !== 2) return undefined;
  const isAlone =
    textOf(source, written.node) === "ThreadPoolExecutor" && importedBy(source, written.node) !== undefined;
  const isRenamed = written.node.parent?.kind === "aliased_import";
  return isAlone && !isRenamed ? written.node : undefined;
}
