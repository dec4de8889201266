import { expect, test } from "vitest";
import { isSameCode, operandSites, stackDepths } from "./operand-sites.ts";

/** 3.12: `x in xs` as compiled, with LOAD_FAST twice, CONTAINS_OP, RETURN_VALUE. */
const CONTAINS = Buffer.from("97007c007c0176005300", "hex");

test("a membership test has its operands on top of the stack", () => {
  expect(operandSites(CONTAINS, 12, 2).get(3)).toEqual({
    kind: "contains",
    depth: 2,
    arguments: 2,
    above: 0,
    callee: 0,
  });
  expect(operandSites(CONTAINS, 12, 1).size).toBe(0);
});

test("an instruction with a prefix is known at both", () => {
  // 3.8: LOAD_FAST; EXTENDED_ARG 0; COMPARE_OP `in`.
  const sites = operandSites(Buffer.from("7c007c0190006b065300", "hex"), 8, 2);
  expect([...sites.keys()].sort((a, b) => a - b)).toEqual([2, 3]);
});

test("other comparisons of 3.8 are not looked at", () => {
  expect(operandSites(Buffer.from("7c007c016b025300", "hex"), 8, 2).size).toBe(0);
});

test("what is reached at two depths is known at none", () => {
  // 3.8: a jump over one of two LOAD_FAST.
  const depths = stackDepths(Buffer.from("7c0072067c007c005300", "hex"), 8);
  expect(depths.get(3)).toBe(-1);
  expect(depths.get(4)).toBe(-1);
});

test("an opcode that hides another ends what is known", () => {
  // 3.13: RESUME, ENTER_EXECUTOR, LOAD_FAST.
  expect([...stackDepths(Buffer.from("950046005500", "hex"), 13).keys()]).toEqual([0, 1]);
});

test("code is the same however specialised it is, and another one with another argument", () => {
  // 3.12: BINARY_OP with its cache, RETURN_VALUE; then as BINARY_OP_ADD_FLOAT with a used cache.
  const plain = Buffer.from("7a0000005300", "hex");
  expect(isSameCode(plain, Buffer.from("060011005300", "hex"), 12)).toBe(true);
  expect(isSameCode(plain, Buffer.from("7a0a00005300", "hex"), 12)).toBe(false);
  expect(isSameCode(plain, plain.subarray(0, 4), 12)).toBe(false);
});
