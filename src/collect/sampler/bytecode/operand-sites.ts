import type { OperandPlace } from "../../observation.ts";
import { opcodesOf, type Opcode } from "./instructions.ts";

/** An instruction whose operands lie on the evaluation stack, and how deep the stack is before it. */
export interface OperandSite {
  readonly kind: OperandPlace["kind"];
  /** Values on the stack, the operands included. */
  readonly depth: number;
  /** Of a call: positional and keyword arguments. */
  readonly arguments: number;
  /** Values above the last operand: the names of keyword arguments. */
  readonly above: number;
  /** Places under the arguments: what is called, and from 3.11 on, or where a method is called, two. */
  readonly callee: 0 | 1 | 2;
}

/** `oparg` of 3.14 and newer for a subscript (`NB_SUBSCR`, Include/opcode.h). */
const SUBSCRIPT_OPERATOR = 26;

/** An instruction as it is met: its prefixes taken into its argument. */
interface Met {
  readonly opcode: Opcode;
  readonly argument: number;
  /** Index of the opcode itself, and of what follows behind its cache, in units of two bytes. */
  readonly at: number;
  readonly next: number;
}

/**
 * The instructions of a code object that have operands, by their index in units of two bytes. The depth of the stack is followed from the
 * function's start along all jumps. What is reached by exceptions alone, or at two depths, is left out.
 */
export function operandSites(code: Uint8Array, minor: number, mostDepth: number): ReadonlyMap<number, OperandSite> {
  const sites = new Map<number, OperandSite>();
  for (const [index, depth] of stackDepths(code, minor)) {
    if (depth < 0 || depth > mostDepth) continue;
    const met = instructionAt(code, index, minor);
    const site = met && siteOf(met, depth, minor);
    if (met === undefined || site === undefined) continue;
    // Up to 3.10 a frame points to the prefix while the instruction behind it runs.
    sites.set(index, site);
    sites.set(met.at, site);
  }
  return sites;
}

/** Whether two readings of a code object show the same instructions, as specialised as they may be: its address can come to mean another one. */
export function isSameCode(one: Uint8Array, other: Uint8Array, minor: number): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; 2 * index < one.length;) {
    const [met, again] = [instructionAt(one, index, minor), instructionAt(other, index, minor)];
    if (met?.opcode !== again?.opcode || met?.argument !== again?.argument) return false;
    index = met?.next ?? index + 1;
  }
  return true;
}

/** Depths by index; −1 where they contradict each other. Exported for the comparison with what compilers say. */
export function stackDepths(code: Uint8Array, minor: number): ReadonlyMap<number, number> {
  const depths = new Map<number, number>([[0, 0]]);
  const waiting = [0];
  const reach = (index: number, depth: number): void => {
    const known = depths.get(index);
    if (known === depth || known === CONTRADICTED) return;
    depths.set(index, known === undefined ? depth : CONTRADICTED);
    waiting.push(index);
  };
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const met = instructionAt(code, index, minor);
    if (met !== undefined) follow(met, depths.get(index) ?? CONTRADICTED, minor, reach);
  }
  return depths;
}

const CONTRADICTED = -1;

function follow(
  { opcode, argument, at, next }: Met,
  depth: number,
  minor: number,
  reach: (index: number, depth: number) => void,
): void {
  const behind = (change: Opcode["change"]): number => {
    return depth < 0 || change === undefined ? CONTRADICTED : Math.max(CONTRADICTED, depth + change(argument));
  };
  if (!opcode.ends) reach(next, behind(opcode.change));
  if (opcode.jump !== "none") reach(targetOf({ opcode, argument, at, next }, minor), behind(opcode.jumpChange));
}

/** Up to 3.9 arguments of jumps count bytes. */
function targetOf({ opcode, argument, next }: Met, minor: number): number {
  const units = minor < 10 ? argument >> 1 : argument;
  if (opcode.jump === "absolute") return units;
  return opcode.jump === "forward" ? next + units : next - units;
}

/** Undefined outside of the code, and for an opcode that hides what it stands for. */
function instructionAt(code: Uint8Array, index: number, minor: number): Met | undefined {
  const opcodes = opcodesOf(minor);
  let argument = 0;
  for (let at = index; at >= 0 && 2 * at + 1 < code.length; at += 1) {
    const opcode = opcodes?.[code[2 * at] ?? 0];
    if (opcode === undefined) return undefined;
    argument = argument * 256 + (code[2 * at + 1] ?? 0);
    if (!opcode.isPrefix) return { opcode, argument, at, next: at + 1 + opcode.cache };
  }
  return undefined;
}

function siteOf({ opcode: { site }, argument }: Met, depth: number, minor: number): OperandSite | undefined {
  if (site === undefined || (site !== "call" && site !== "method" && site !== "keywords")) {
    return site === undefined || depth < 2 ? undefined : twoOperands(site, argument, depth, minor);
  }
  const above = site === "keywords" ? 1 : 0;
  // From 3.11 on every call has room for a receiver, or NULL, below the arguments.
  const callee = minor >= 11 || site === "method" ? 2 : 1;
  return depth < argument + above + callee ? undefined : { kind: "call", depth, arguments: argument, above, callee };
}

function twoOperands(
  kind: "contains" | "binary",
  argument: number,
  depth: number,
  minor: number,
): OperandSite | undefined {
  // 3.8: `in` and `not in` are comparisons; others are not looked at.
  if (kind === "contains" && minor === 8 && argument !== 6 && argument !== 7) return undefined;
  if (kind === "binary" && minor === 14 && argument === SUBSCRIPT_OPERATOR) return undefined;
  // 3.15 moves the left operand to the right one's place before it lets go of them, and the result to the left one's.
  if (kind === "binary" && minor >= 15) return undefined;
  return { kind, depth, arguments: 2, above: 0, callee: 0 };
}
