import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import type { Asked } from "../../diagnose/rules/front-slicing/kept-asked.ts";
import type { KeptRest } from "../../diagnose/rules/front-slicing/kept-rest.ts";
import type { Cut } from "../../diagnose/rules/text-concatenation/cuts.ts";
import type { PartedCut } from "../../diagnose/rules/text-concatenation/parted-cuts.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** A position moves on in the place of each cut; the class gets a property that cuts for all others. */
export function keptEdits(plan: KeptRest, context: RuleContext): readonly TextEdit[] {
  return [
    ...plan.cuts.flatMap((cut) => cutEdits(cut, plan, context)),
    ...plan.parted.map((cut) => partedEdit(cut, plan, context)),
    ...plan.asked.map((asked) => askedEdit(asked, plan.methods, context)),
    classEdit(plan, context),
  ];
}

/** `self.data = self.data[n:]`; anything but text and bytes is cut as it was. */
function cutEdits(cut: Cut, { hidden }: KeptRest, context: RuleContext): readonly TextEdit[] {
  const { source } = context;
  const { statement, target, lower, taken } = cut;
  const [rest, start, first] = ["rest", "start", "first"].map((each) => freshName(source, each));
  const [whole, object] = [textOf(source, target), objectOf(target, context)];
  const begin = `${rest}, ${start} = ${object}.${hidden}\n${first} = `;
  const end = `
if type(${rest}) is bytes or type(${rest}) is str:
    ${object}.${hidden} = ${rest}, range(${start}, len(${rest}))[${first}:].start
else:
    ${whole} = ${rest}[${first}:]`;
  const indentation = indentationOf(source, statement);
  const written = (code: string): string => indented(source, code, indentation);
  const behind: TextEdit = { start: lower.end, end: statement.end, text: written(end) };
  if (taken === undefined)
    return [{ start: statement.start, end: lower.start, text: written(begin).slice(indentation.length) }, behind];
  return [
    { start: taken.target.end, end: taken.value.start, text: " = " },
    { start: taken.value.end, end: lower.start, text: source.lineEnd + written(begin) },
    behind,
  ];
}

function partedEdit(cut: PartedCut, { hidden }: KeptRest, context: RuleContext): TextEdit {
  const { source } = context;
  const { statement, heads, separator, method, target } = cut;
  const [rest, start, end, at] = ["rest", "start", "end", "at"].map((each) => freshName(source, each));
  const [whole, object] = [textOf(source, target), objectOf(target, context)];
  const taken = heads.map((head) => textOf(source, head)).join(", ");
  const isText = `(type(${rest}) is bytes or type(${rest}) is str) and type(${end}) is type(${rest})`;
  const code = `${rest}, ${start} = ${object}.${hidden}
${end} = ${textOf(source, separator)}
${at} = ${rest}.find(${end}, ${start}) if ${isText} and ${end} else -1
if ${at} < 0:
    ${taken}, ${whole} = (${rest}[${start}:] if ${start} else ${rest}).${method}(${end}${method === "split" ? ", 1" : ""})
else:
    ${taken} = ${rest}[${start}:${at}]${method === "split" ? "" : `, ${end}`}
    ${object}.${hidden} = ${rest}, ${at} + len(${end})`;
  return replacing(statement, indented(source, code, indentationOf(source, statement)).trimStart());
}

function askedEdit(
  { node, whole, way, given, isNot }: Asked,
  names: KeptRest["methods"],
  context: RuleContext,
): TextEdit {
  const call = `${objectOf(node, context)}.${names.get(way) ?? way}(${given.join(", ")})`;
  return replacing(whole, isNot === true ? `(not ${call})` : call);
}

function objectOf(node: SyntaxNode, { source }: RuleContext): string {
  return textOf(source, field(node, "object") ?? node);
}

/** Below `__init__`: the property, and the methods that its class asks. */
function classEdit({ init, name, hidden, methods }: KeptRest, { source }: RuleContext): TextEdit {
  const code = `
@property
def ${name}(self):
    rest, start = self.${hidden}
    if start:
        rest = rest[start:]
        self.${hidden} = rest, 0
    return rest

@${name}.setter
def ${name}(self, value):
    self.${hidden} = value, 0${[...methods].map(([way, called]) => methodFor(way, { called, name, hidden })).join("")}`;
  const end = nextLineEnd(source.text, init.end);
  return { start: end, end, text: source.lineEnd + indented(source, code, indentationOf(source, init)) };
}

interface Called {
  readonly called: string;
  readonly name: string;
  readonly hidden: string;
}

function methodFor(way: Asked["way"], { called, name, hidden }: Called): string {
  const [parameters, body] = bodies[way];
  const code = body.replaceAll("NAME", name);
  return `\n\ndef ${called}(self${parameters}):\n    rest, start = self.${hidden}\n${code}`;
}

/** Only of text and bytes a rest is kept: where `start` is 0, it is whatever the attribute was given that answers. */
const bodies: Readonly<Record<Asked["way"], readonly [parameters: string, body: string]>> = {
  size: ["", "    return len(rest) - start"],
  any: ["", "    return start < len(rest) if start else rest"],
  part: [
    ", first, last",
    `    if not start:
        return rest[first:last]
    part = range(start, len(rest))[first:last]
    return rest[part.start : part.stop]`,
  ],
  item: [
    ", index",
    `    if start and type(index) is int and 0 <= index < len(rest) - start:
        return rest[start + index]
    return self.NAME[index]`,
  ],
  find: [
    ", what, *given",
    `    first = given[0] if given else 0
    if not start or type(first) is not int or first < 0:
        return self.NAME.find(what, *given)
    at = rest.find(what, start + first)
    return at - start if at >= 0 else at`,
  ],
  index: [", what", "    return rest.index(what, start) - start if start else rest.index(what)"],
  startswith: [", what", "    return rest.startswith(what, start) if start else rest.startswith(what)"],
  has: [
    ", what",
    `    if start and type(what) is type(rest):
        return rest.find(what, start) >= 0
    return what in self.NAME`,
  ],
};
