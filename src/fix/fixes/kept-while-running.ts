import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { GUARD_DOCSTRING } from "../../diagnose/analysis/purity/kept-guard.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Recursion } from "../../diagnose/rules/repeated-call/recursion.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import { insertBefore } from "../../source/insert-statement.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { FixOutcome } from "../fix.ts";
import { areBuiltin, areMixed, handedOn, showParameters, testsOf, wordOf } from "./kept-by-type.ts";
import { mangled } from "./kept-for-object.ts";
import { noFix } from "./planning.ts";

/**
 * Keeps what a function gives that calls itself, until its outermost call is done. What it hands on, and what its object has, is looked at there:
 * it must be a container of Python's own, which can be gone through again. Only results that nobody can change are kept.
 */
export function keepWhileRunning(plan: Recursion, finding: Finding, context: RuleContext): FixOutcome {
  const { source } = context;
  const about = textOf(source, plan.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const types = operandEvidence(finding.evidence)?.elements ?? [];
  const threading = addImport(source, "import threading", plan.definition);
  const functools = addImport(source, "import functools", plan.definition);
  const written = writeGuard(plan, types, context, { threading: threading.name, functools: functools.name });
  if (written === undefined) return noFix("equal-arguments", about);
  const owner = plan.owned?.parent?.kind === "decorated_definition" ? plan.owned.parent : plan.owned;
  const above = insertBefore(source, owner ?? plan.definition, `${written.guard}\n\n`);
  const decorator = insertBefore(source, plan.definition, `@${written.name}`);
  if (above === undefined || decorator === undefined) return noFix("syntax-near", about);
  const both = owner === undefined ? [{ ...above, text: above.text + decorator.text }] : [above, decorator];
  const imports = oneBelowTheOther(functools.edit, threading.edit, source.lineEnd);
  const edits = inOrder([...imports, ...both]);
  const assumes = [{ code: "not-deep", about, seen: "this run" } as const];
  return { kind: "fix", fix: { rule: "repeated-call", edits, assumes, lasts: true } };
}

/** Two imports that come to stand at the same place are one group. */
function oneBelowTheOther(
  first: TextEdit | undefined,
  second: TextEdit | undefined,
  lineEnd: string,
): readonly TextEdit[] {
  if (first !== undefined && second !== undefined && first.start === second.start)
    return [{ ...first, text: first.text.trimEnd() + lineEnd + second.text.trimStart() }];
  return [first, second].filter((edit) => edit !== undefined);
}

interface Modules {
  readonly threading: string;
  readonly functools: string;
}

function writeGuard(
  plan: Recursion,
  types: readonly string[],
  context: RuleContext,
  { threading, functools }: Modules,
): { readonly name: string; readonly guard: string } | undefined {
  const { source, function: owner } = context;
  const shown = showParameters(context, owner.parameters);
  const asked = plan.asked.map((each) => each.name);
  const tests = testsOf(asked, types);
  const words = ["dict", "frozenset", "getattr", "list", "tuple"];
  const all = owner.parameters.map((each) => each.name);
  if (shown === undefined || tests === undefined || !areBuiltin(context, all, words)) return undefined;
  const name = freshName(source, `kept_for_${wordOf(types)}`);
  const n = namesFor(source, name);
  const given = owner.parameters.map(handedOn).join(", ");
  const key = [...asked, ...(areMixed(types) ? asked.map((each) => `type(${each})`) : [])].join(", ");
  const guard = [
    `def ${name}(${n.function}):`,
    `    """${GUARD_DOCSTRING}"""`,
    `    ${n.running} = ${threading}.local()`,
    `    ${n.plain} = {bool, bytes, float, int, str, type(None)}`,
    `    ${n.containers} = {dict, frozenset, list, set, tuple, *${n.plain}}`,
    "",
    `    @${functools}.wraps(${n.function})`,
    `    def ${owner.name}(${shown}):`,
    `        if not (${tests.join(" and ")}):`,
    `            return ${n.function}(${given})`,
    ...ifFit(plan, source, n, { given, key }).map((line) => `        ${line}`),
    `        return ${n.function}(${given})`,
    "",
    `    return ${owner.name}`,
  ].join("\n");
  return { name, guard };
}

/** What is kept of the outermost call, which begins it, in those below. */
function ifFit(
  plan: Recursion,
  source: RuleContext["source"],
  n: Names,
  { given, key }: { readonly given: string; readonly key: string },
): readonly string[] {
  const held = [...(plan.self === undefined ? [] : [plan.self]), ...plan.steady].map((each) => each.name);
  const isSame = held.map((each, index) => `${n.running}.of[${index}] is ${each}`);
  return [
    `if getattr(${n.running}, "of", None) is None:`,
    `    if ${looksFit(plan, source, n).join(" and ")}:`,
    `        ${n.running}.of, ${n.running}.kept = (${held.map((each) => `${each},`).join(" ")}), {}`,
    "        try:",
    `            return ${n.function}(${given})`,
    "        finally:",
    `            ${n.running}.of = ${n.running}.kept = None`,
    `elif ${isSame.join(" and ")}:`,
    `    ${n.key}, ${n.kept} = ${key.includes(",") ? `(${key})` : key}, ${n.running}.kept`,
    `    if ${n.key} in ${n.kept}:`,
    `        return ${n.kept}[${n.key}]`,
    `    ${n.result} = ${n.function}(${given})`,
    `    if type(${n.result}) in ${n.plain} or type(${n.result}) is tuple and ${n.plain}.issuperset(map(type, ${n.result})):`,
    `        ${n.kept}[${n.key}] = ${n.result}`,
    `    return ${n.result}`,
  ];
}

/** What is asked once of what stays the same: of the object its class, of the rest whether it can be gone through again. */
function looksFit(plan: Recursion, source: RuleContext["source"], { containers }: Names): readonly string[] {
  const { self, owned, reads, steady } = plan;
  const className = owned === undefined ? undefined : field(owned, "name");
  const owner = className === undefined ? "" : textOf(source, className);
  const own = reads.map(
    (read) => `type(getattr(${self?.name ?? ""}, "${mangled(read, owner)}", None)) in ${containers}`,
  );
  return [
    ...(self === undefined ? [] : [`type(${self.name}) is ${owner}`]),
    ...steady.map(({ name }) => `type(${name}) in ${containers}`),
    ...own,
  ];
}

type Names = Readonly<Record<"function" | "running" | "plain" | "containers" | "key" | "kept" | "result", string>>;

function namesFor(source: RuleContext["source"], name: string): Names {
  const take = (wanted: string): string => freshName(source, wanted, [name]);
  return {
    function: take("function"),
    running: take("running"),
    plain: take("plain"),
    containers: take("containers"),
    key: take("key"),
    kept: take("kept"),
    result: take("result"),
  };
}
