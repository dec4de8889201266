import { describe, expect, it } from "vitest";
import { layoutFromDebugOffsets } from "../src/collect/sampler/layout/debug-offsets.ts";
import { constantLayout, withLongMutexes } from "../src/collect/sampler/layout/layout-of.ts";
import { describedPythons } from "./pythons.ts";
import { headersOf, printedLayout } from "./sampler/print-layout.ts";

/** Room behind the table, as the runtime has. */
const REST = Buffer.alloc(2048);

describe.each(describedPythons().filter(({ number }) => number <= 315))("the layout of $minor", (python) => {
  const headers = headersOf(python.executable);
  const minor = python.number - 300;
  const hasTable = minor >= 13;

  it.skipIf(headers === undefined || hasTable)("is what its headers say", () => {
    expect(constantLayout(minor, false)).toEqual(printedLayout(headers ?? []).layout);
    expect(constantLayout(minor, true)).toEqual(printedLayout(headers ?? [], "MUTEX_OF_AARCH64_GLIBC").layout);
  });

  it.skipIf(headers === undefined || !hasTable)("is read from its table of offsets as its headers say", () => {
    const { layout, table } = printedLayout(headers ?? []);
    expect(layoutFromDebugOffsets(Buffer.concat([table, REST]))).toEqual(layout);
    const aarch64 = printedLayout(headers ?? [], "MUTEX_OF_AARCH64_GLIBC");
    const read = layoutFromDebugOffsets(Buffer.concat([aarch64.table, REST]));
    expect(read && withLongMutexes(read)).toEqual(aarch64.layout);
  });

  it.skipIf(headers === undefined || !hasTable)("is read from the table of a free-threaded build", () => {
    const { layout, table } = printedLayout(headers ?? [], "Py_GIL_DISABLED");
    expect(layout.isFreeThreaded).toBe(true);
    expect(layoutFromDebugOffsets(Buffer.concat([table, REST]))).toEqual(layout);
  });

  it.skipIf(headers === undefined || !hasTable)(
    "is refused where the table is cut, moved, or of an unknown version",
    () => {
      const { table } = printedLayout(headers ?? []);
      expect(layoutFromDebugOffsets(table.subarray(0, 200))).toBeUndefined();
      const moved = Buffer.concat([table.subarray(0, 24), Buffer.alloc(8, 1), table.subarray(24), REST]);
      expect(layoutFromDebugOffsets(moved)).toBeUndefined();
      const future = Buffer.concat([table, REST]);
      future.writeUInt8(99, 10);
      expect(layoutFromDebugOffsets(future)).toBeUndefined();
    },
  );
});
