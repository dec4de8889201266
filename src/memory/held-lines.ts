import { bytes, fraction } from "../base/units.ts";
import type { StockFile } from "../collect/memory/memory-files.ts";
import type { HeldLine } from "./memory-facts.ts";

type Frame = readonly [file: string, line: number];
type Unnamed = Omit<HeldLine, "function" | "inside"> & { readonly inside?: Frame };

/** What each of the user's lines held at the peak, the largest first. A block counts for the innermost user line above it. */
export function heldLines(
  { stacks, rest }: Pick<StockFile, "stacks" | "rest">,
  isUser: (file: string) => boolean,
): readonly Unnamed[] {
  const rows = new Map<string, { frame: Frame; bytes: number; blocks: number; inner: Map<string, [Frame, number]> }>();
  let whole = rest;
  for (const [size, blocks, frames] of stacks) {
    whole += size;
    const innermost = frames.at(-1);
    const frame = frames.findLast(([file]) => isUser(file)) ?? innermost;
    if (frame === undefined || innermost === undefined) continue;
    const key = frame.join(":");
    const row = rows.get(key) ?? { frame, bytes: 0, blocks: 0, inner: new Map<string, [Frame, number]>() };
    row.bytes += size;
    row.blocks += blocks;
    const inner = row.inner.get(innermost.join(":"));
    row.inner.set(innermost.join(":"), [innermost, (inner?.[1] ?? 0) + size]);
    rows.set(key, row);
  }
  const sorted = [...rows.values()].sort((one, other) => other.bytes - one.bytes);
  return sorted.map(({ frame: [file, line], bytes: size, blocks, inner }) => {
    const [most] = [...inner.values()].sort((one, other) => other[1] - one[1]);
    const inside = most !== undefined && (most[0][0] !== file || most[0][1] !== line) ? most[0] : undefined;
    return {
      file,
      line,
      bytes: bytes(size),
      blocks,
      share: fraction(whole > 0 ? size / whole : 0),
      ...(inside && { inside }),
    };
  });
}
