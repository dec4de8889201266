import { textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import type { Reading } from "./reading.ts";

/** A name that the loop does not bind, or an attribute of one (`self.grid`), as written. */
export function steadyName(r: Reading, node: SyntaxNode): string | undefined {
  const { context, assigned, walked, lists } = r.facts;
  const text = textOf(context.source, node);
  if (node.kind === "identifier") return assigned.has(text) ? undefined : text;
  const [, owner] = /^([^\W\d]\w*)\.(?!__|shape$)[^\W\d]\w*$/u.exec(text) ?? [];
  if (node.kind !== "attribute" || lists === true || owner === undefined || importedPath(context, node) !== undefined)
    return undefined;
  if (assigned.has(owner) || walked.has(owner) || r.env.has(owner) || r.axisOf(owner) !== undefined) return undefined;
  r.attributes.add(text);
  return text;
}
