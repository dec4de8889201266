import type { RuleContext } from "../../diagnose/rule.ts";
import { argumentsOf } from "../../diagnose/analysis/expression-context.ts";
import { definitionsMeant } from "../../diagnose/analysis/meaning.ts";
import { descendants, field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Declared, Fix } from "../fix.ts";
import { givenByCalls } from "./call-sites.ts";
import { declarationsOf, parametersBehind, type Declaration } from "./declarations.ts";
import { disagreeingClasses } from "./classes-in-play.ts";
import { UNKNOWN } from "./declared-type.ts";
import { isAboutTypes, judgeType } from "./judge-type.ts";
import { readDocstring } from "./read-docstring.ts";

/** As many declarations as are told of one assumption. */
const SHOWN = 3;

/** The fix, each of its assumptions with what annotations, docstrings, defaults and calls say of it. `place` is the finding's. */
export function checkAssumptions(fix: Fix, context: RuleContext, place: SyntaxNode): Fix {
  const assumes = fix.assumes.map((assumption) => {
    if (isAboutTypes(assumption)) return { ...assumption, declared: declaredTypes(assumption, context, place) };
    if (assumption.code !== "does-not-raise") return assumption;
    return { ...assumption, declared: declaredErrors(assumption, context, place) };
  });
  return { ...fix, assumes };
}

function declaredTypes(assumption: Assumption, context: RuleContext, place: SyntaxNode): readonly Declared[] {
  const subjects = subjectsOf(assumption.about, context, place).map((node) => judged(assumption, node, context));
  const needle = assumption.code === "hashable" ? soughtAt(place) : undefined;
  // What is looked for is hashed as the elements are.
  const sought = needle === undefined ? [] : [judged({ code: "hashable-value" }, needle, context)];
  const all = [...subjects, ...sought];
  const isHashed = assumption.code === "hashable" || assumption.code === "hashable-value";
  return shown([...all.flat(), ...(isHashed && !all.every(isPromised) ? ownHashes(context) : [])]);
}

/** An annotation or a docstring says that nothing else comes. */
function isPromised(said: readonly Declared[]): boolean {
  return said.some(({ says, how }) => says === "supports" && (how === "annotation" || how === "docstring"));
}

/** Of a class whose hash may disagree with its `==`, an instance that comes later would be missed without a word. */
function ownHashes(context: RuleContext): readonly Declared[] {
  return disagreeingClasses(context).map(({ code, node }) => {
    const name = field(node, "name");
    const text = name === undefined ? "" : textOf(code.source, name);
    return { ...told({ how: "value", type: UNKNOWN, text, code, at: node }, "contradicts", context), how: "class" };
  });
}

/** `x` of `x in names`, `names.index(x)`, `names.count(x)` */
function soughtAt(place: SyntaxNode): SyntaxNode | undefined {
  if (place.kind === "comparison_operator") return namedChildren(place)[0];
  return place.kind === "call" ? argumentsOf(place)[0] : undefined;
}

function judged(assumption: Pick<Assumption, "code">, node: SyntaxNode, context: RuleContext): readonly Declared[] {
  const isNarrowed = isAskedFirst(textOf(context.source, node), context);
  const calls = parametersBehind(context, node).flatMap((parameter) => givenByCalls(parameter, context.mentions));
  return [...declarationsOf(context, node), ...calls].flatMap((declaration): readonly Declared[] => {
    const says = judgeType(assumption, declaration.type, isNarrowed);
    return says === undefined ? [] : [told(declaration, says, context)];
  });
}

function told({ how, text, code, at }: Declaration, says: Declared["says"], context: RuleContext): Declared {
  const line = at.startLine;
  const { path } = code.source;
  return { says, how, text: text.replaceAll(/\s+/gu, " "), line, ...(path !== context.source.path && { file: path }) };
}

/** What contradicts comes first; each is told once. */
function shown(found: readonly Declared[]): readonly Declared[] {
  const against = found.filter(({ says }) => says === "contradicts");
  const all = [...against, ...found.filter(({ says }) => says === "supports")];
  const first = all.filter(
    (one, at) => all.findIndex((other) => other.how === one.how && other.text === one.text) === at,
  );
  return first.slice(0, SHOWN);
}

/** The expressions that an assumption is about, nearest to the place; of several, written with commas between, each. */
function subjectsOf(about: string, context: RuleContext, place: SyntaxNode): readonly SyntaxNode[] {
  const whole = nearest(about, context, place);
  if (whole !== undefined) return [whole];
  return about.split(/,\s*|\s…\s/u).flatMap((part) => nearest(part, context, place) ?? []);
}

function nearest(about: string, { source, function: owner }: RuleContext, place: SyntaxNode): SyntaxNode | undefined {
  const wanted = about.replaceAll(/\s+/gu, "");
  let best: SyntaxNode | undefined;
  for (const node of descendants(owner.node)) {
    if (!node.isNamed || node.kind === "block" || node.kind === "expression_statement") continue;
    if (textOf(source, node).replaceAll(/\s+/gu, "") !== wanted) continue;
    if (best === undefined || distance(node, place) < distance(best, place)) best = node;
  }
  return best;
}

function distance(node: SyntaxNode, place: SyntaxNode): number {
  return node.start >= place.start && node.end <= place.end ? 0 : Math.abs(node.start - place.start);
}

/** `isinstance(x, …)`, `x is None`, `not x`, `if x`, `x or …`: another value than the declared may not come so far. */
function isAskedFirst(name: string, { source, function: owner }: RuleContext): boolean {
  const it = name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  const asked = [
    String.raw`\b(?:isinstance|type|callable)\(\s*${it}\b`,
    String.raw`\b${it}\s+is\s+(?:not\s+)?None\b`,
    String.raw`\b(?:not|if|elif|while|and|or)\s+${it}\s*(?:[:)\n]|and\b|or\b|else\b)`,
    String.raw`\b${it}\s+or\b`,
  ];
  return new RegExp(asked.join("|"), "u").test(textOf(source, owner.node));
}

/** Functions that are said to raise something, among those that are called in what the assumption is about. */
function declaredErrors({ about }: Assumption, context: RuleContext, place: SyntaxNode): readonly Declared[] {
  const calls = subjectsOf(about, context, place).flatMap((node) =>
    [...descendants(node)].filter(({ kind }) => kind === "call"),
  );
  const found = calls.flatMap((call) => {
    const callee = field(call, "function");
    return callee === undefined ? [] : (definitionsMeant(context, callee) ?? []);
  });
  return shown(
    found.flatMap(({ code, node }): readonly Declared[] => {
      const name = field(node, "name");
      if (name === undefined || !readDocstring(code.source, node).raises) return [];
      const declaration = { how: "docstring", text: textOf(code.source, name), code, at: node } as const;
      return [told({ ...declaration, type: UNKNOWN }, "contradicts", context)];
    }),
  );
}
