import { addImport } from "../../source/add-import.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { PartedCut } from "../../diagnose/rules/text-concatenation/parted-cuts.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import { indentationOf, indented } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Use } from "../../diagnose/analysis/variable-uses.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { isAnsweredAlike, readsAsBytes } from "../../diagnose/rules/text-concatenation/looks.ts";
import type { TextGrowth } from "../../diagnose/rules/text-concatenation/text-growth.ts";
import type { TextPlan } from "../../diagnose/rules/text-concatenation/text-plan.ts";
import { bytearrayOf, cutBytes, grownBytes, spanOf } from "./text-edits.ts";

type AttributePlan = Extract<TextPlan, { readonly kind: "attribute" }>;
type Shown = NonNullable<AttributePlan["shown"]>;

/** The attribute holds a bytearray or an io.StringIO from now on. */
export function attributeEdits(plan: AttributePlan, growth: TextGrowth, context: RuleContext): readonly TextEdit[] {
  if (growth.kind === "bytes") return bytesEdits(plan, context);
  const { name, edit } = addImport(context.source, "import io", growth.node);
  const written = plan.growths.map((each) => writtenText(each, context));
  const edits = [...written, ...plan.uses.map((use) => textEdit(use, name, context))];
  return edit === undefined ? edits : [edit, ...edits];
}

/** A bytearray where it begins, bytes where it is read. */
function bytesEdits({ uses, growths, cuts, parted, shown }: AttributePlan, context: RuleContext): readonly TextEdit[] {
  const nameOf = (target: SyntaxNode): string => nowCalled(target, shown?.hidden, context);
  const starts = uses.flatMap((use) => (use.kind === "assign" ? startEdits(use, context) : []));
  const reads = readsAsBytes(uses.filter((use) => use.kind !== "assign" && !isAnsweredAlike(use, context)));
  const kept = [...uses.map(({ node }) => node), ...growths.flatMap((each) => (each.sum ? [] : [each.target]))];
  return [
    ...growths.flatMap((each) => grownBytes(each, context, nameOf(each.target))),
    ...cuts.flatMap((each) => cutBytes(each, context, nameOf(each.target))),
    ...parted.map((each) => partBytes(each, context, nameOf(each.target))),
    ...starts,
    ...reads.flatMap(({ start, end }) => [
      { start, end: start, text: "bytes(" },
      { start: end, end, text: ")" },
    ]),
    ...(shown === undefined ? [] : [...kept.map((node) => renamed(node, shown.hidden)), shownEdit(shown, context)]),
  ];
}

/** What stands before the separator goes into bytes, and out of the bytearray; what is no such separator is said by bytes themselves. */
function partBytes(cut: PartedCut, context: RuleContext, name: string): TextEdit {
  const { source } = context;
  const { statement, heads, separator, method } = cut;
  const [end, at, rest] = ["end", "at", "rest"].map((wanted) => freshName(source, wanted));
  const taken = heads.map((head) => textOf(source, head)).join(", ");
  const code = `${end} = ${textOf(source, separator)}
${at} = ${name}.find(${end}) if type(${end}) is bytes and ${end} else -1
if ${at} < 0:
    ${taken}, ${rest} = bytes(${name}).${method}(${end}${method === "split" ? ", 1" : ""})
    ${name}[:] = ${rest}
else:
    ${taken} = bytes(${name}[:${at}])${method === "split" ? "" : `, ${end}`}
    del ${name}[:${at} + len(${end})]`;
  return replacing(statement, indented(source, code, indentationOf(source, statement)).trimStart());
}

function nowCalled(target: SyntaxNode, hidden: string | undefined, { source }: RuleContext): string {
  const object = field(target, "object");
  return hidden === undefined || object === undefined ? textOf(source, target) : `${textOf(source, object)}.${hidden}`;
}

function renamed(node: SyntaxNode, hidden: string): TextEdit {
  return { ...spanOf(field(node, "attribute") ?? node), text: hidden };
}

/** `self.data: bytes = b""` → `self.data: bytearray = bytearray()` */
function startEdits({ node, value }: Use & { kind: "assign" }, context: RuleContext): readonly TextEdit[] {
  if (value.kind === "none") return [];
  const type = node.parent?.children.find((child) => child.field === "type");
  const made = { ...spanOf(value), text: bytearrayOf(value, context) };
  return type === undefined ? [made] : [{ ...spanOf(type), text: "bytearray" }, made];
}

/** The property below `__init__`, in whose manner it tells types. */
function shownEdit({ init, name, hidden }: Shown, { source }: RuleContext): TextEdit {
  const isTyped = field(init, "return_type") !== undefined;
  const [given, gives, nothing] = isTyped ? [": bytes", " -> bytes", " -> None"] : ["", "", ""];
  const code = `
@property
def ${name}(self)${gives}:
    return bytes(self.${hidden})

@${name}.setter
def ${name}(self, value${given})${nothing}:
    if type(value) is not bytes:
        raise TypeError("${name} must be bytes")
    self.${hidden} = bytearray(value)`;
  const end = nextLineEnd(source.text, init.end);
  return { start: end, end, text: source.lineEnd + indented(source, code, indentationOf(source, init)) };
}

/** `self.out.write(x)`: it refuses all but text where `+=` did. */
function writtenText({ statement, target, added }: TextGrowth, { source }: RuleContext): TextEdit {
  const text = added.map((part) => textOf(source, part)).join(" + ");
  return { ...spanOf(statement), text: `${textOf(source, target)}.write(${text})` };
}

/** `self.out = io.StringIO()`, `self.out.getvalue()` */
function textEdit(use: Use, io: string, { source }: RuleContext): TextEdit {
  if (use.kind === "assign") return { ...spanOf(use.value), text: `${io}.StringIO()` };
  return { ...spanOf(use.node), text: `${textOf(source, use.node)}.getvalue()` };
}
