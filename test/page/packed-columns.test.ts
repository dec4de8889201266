import { expect, test } from "vitest";
import { packColumns, unpackColumns } from "../../src/protocol/packed-columns.ts";

test("short parts stay as they are, long columns of numbers come back with every value", () => {
  const whole = Array.from({ length: 1001 }, (_, index) => index - 500);
  const wide = Array.from({ length: 2000 }, (_, index) => index * 1e9 + 0.5);
  const names = Array.from({ length: 1500 }, (_, index) => `</script>\u202e${index}`);
  const value = { title: "é", short: [1, 2], empty: [], nested: [{ whole, wide, names }] };
  const unpacked = unpackColumns(packColumns(value).buffer) as typeof value;
  expect(unpacked.nested[0]?.whole).toBeInstanceOf(Int32Array);
  const [columns] = unpacked.nested;
  expect([[...(columns?.whole ?? [])], [...(columns?.wide ?? [])]]).toEqual([whole, wide]);
  expect({ ...unpacked, nested: [] }).toEqual({ ...value, nested: [] });
  expect(columns?.names).toEqual(names);
});
