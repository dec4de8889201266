import type { AttributeReader } from "./attribute-reader.ts";
import type { CodeTable } from "./code-table.ts";
import type { Layout } from "./layout/layout.ts";
import type { ValueReader } from "./read-values.ts";
import type { TypeTable } from "./type-table.ts";
import type { WalkedStack } from "./walked-stack.ts";

/** What the names of threads are read with. */
export interface NameSources {
  readonly layout: Layout;
  readonly codes: CodeTable;
  readonly values: ValueReader;
  readonly types: TypeTable;
  readonly attributes: AttributeReader;
}

/**
 * The name that `threading` gave the thread of a stack: the outermost frames of such a thread are `Thread._bootstrap` and
 * `_bootstrap_inner`, whose first local is the `Thread`. Undefined for other threads, and where it cannot be read.
 */
export function threadNameOf(stack: WalkedStack, sources: NameSources): string | undefined {
  for (let at = stack.depth - 1; at >= Math.max(0, stack.depth - 3); at -= 1) {
    const code = sources.codes.objects[stack.codes[at] ?? -1];
    if (code === undefined || !code.name.startsWith("_bootstrap") || code.module !== "threading") continue;
    const name = nameInFrame(stack.addresses[at] ?? 0, sources);
    if (name !== undefined) return name;
  }
  return undefined;
}

function nameInFrame(frame: number, { layout, values, types, attributes }: NameSources): string | undefined {
  const self = values.pointer(frame + layout.frame.localsplus) ?? 0;
  // References of 3.14 and newer carry tags in their lowest bits.
  const thread = self - (self % 8);
  const type = thread === 0 ? undefined : types.typeAt(values.pointer(thread + layout.object.type) ?? 0);
  const name = type && attributes.named(thread, type, "_name");
  return name === undefined ? undefined : values.text(name);
}
