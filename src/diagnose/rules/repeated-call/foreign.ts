import { enclosingLoops, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { Evidence, RepeatsEvidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { isWorldly } from "./signs.ts";

/** A function of another package is asked the same again and again: `wcwidth(c)` for every character of a text. */
export const repeatedForeign: Rule = {
  id: "repeated-call",
  rung: "algorithm",
  isLastResort: true,
  find: (context) => [...ownNodes(context)].flatMap((node) => candidateAt(context, node)),
  judge: (_, evidence) => judge(evidence),
};

function candidateAt(context: RuleContext, call: SyntaxNode): readonly Candidate[] {
  const callee = call.kind === "call" && enclosingLoops(call).length > 0 ? field(call, "function") : undefined;
  const path = callee === undefined ? undefined : importedPath(context, callee);
  const given = givenTo(call);
  const [operand] = given;
  if (callee === undefined || path === undefined || operand === undefined) return [];
  if (isWorldly(path) || isOwn(context, path) || given.every(({ kind }) => constants.has(kind))) return [];
  return [
    {
      rule: "repeated-call",
      expression: call,
      watch: { kind: "given", expression: call, operand },
      facts: [],
      obstacles: [{ code: "not-proven-pure", about: textOf(context.source, callee) }],
    },
  ];
}

const constants: ReadonlySet<string> = new Set(["string", "integer", "float", "true", "false", "none"]);
const special: ReadonlySet<string> = new Set(["list_splat", "dictionary_splat", "keyword_argument", "comment"]);

/** All arguments, where they are given by position. */
function givenTo(call: SyntaxNode): readonly SyntaxNode[] {
  const list = field(call, "arguments");
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  return given.some(({ kind }) => special.has(kind)) ? [] : given;
}

/** A function of the project is looked at where it stands; a class makes another object each time. */
function isOwn({ modules, source }: RuleContext, path: string): boolean {
  const at = path.lastIndexOf(".");
  const [module, name] = [path.slice(0, at), path.slice(at + 1)];
  return at < 1 || /^_*[A-Z]/u.test(name) || module.startsWith(".") || modules?.(source.path, module) !== undefined;
}

/** A person is asked to think about it where nearly all of many calls are repeated, and take much of the time. */
const MOSTLY = 0.9;
const MANY_CALLS = 100;
const SHARE_THAT_MATTERS = 0.2;
/** Seconds: three times what finding a kept result takes (page.md). */
const SHORT_CALL = 0.3e-6;

function judge(evidence: readonly Evidence[]): Judgement {
  const repeats = evidence.find((each): each is RepeatsEvidence => each.kind === "repeats");
  const time = evidence.find((each) => each.kind === "time");
  const count = evidence.find((each) => each.kind === "count");
  if (repeats === undefined || time === undefined || count === undefined)
    return { kind: "harmless", because: "not-seen" };
  const isQuick = count.exact && time.total / Math.max(1, count.executions) < SHORT_CALL;
  if (isQuick || time.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  const isMany = repeats.looked >= MANY_CALLS && (repeats.same ?? repeats.repeated) >= MOSTLY * repeats.looked;
  return isMany ? { kind: "finding", obstacles: [] } : { kind: "harmless", because: "seldom-repeated" };
}
