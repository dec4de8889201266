import { closeSync } from "node:fs";
import { positionAt } from "../../src/collect/sampler/line-table.ts";
import { findRuntime } from "../../src/collect/sampler/process/find-runtime.ts";
import { openMemory } from "../../src/collect/sampler/process/process-memory.ts";
import type { FoundRuntime } from "../../src/collect/sampler/process/runtime-outcome.ts";
import {
  StackOperandReader,
  type LookedAtFrame,
  type StackOperands,
} from "../../src/collect/sampler/stack-operand-reader.ts";
import { openTarget, type TargetReaders } from "../../src/collect/sampler/target-readers.ts";
import { startProgram } from "./watched-process.ts";

/** By line and place (`12 contains 1`): types and sizes with how often they were seen. */
export type OperandsSeen = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** ms */
const SHORTEST = 150;
const LONGEST = 8000;

/** Looks again and again, without the pauses that a sampler makes, at the operands of a program that goes on until it is stopped: until enough is seen. */
export async function operandsSeen(
  python: string,
  script: string,
  isEnough: (seen: OperandsSeen) => boolean,
): Promise<OperandsSeen> {
  const program = await startProgram(python, script);
  const runtime = findRuntime(program.pid);
  const descriptor = openMemory(program.pid);
  if (runtime.kind !== "found" || typeof descriptor === "string") throw new Error(JSON.stringify(runtime));
  const target = openTarget(runtime);
  const { types } = target.operands;
  const reader = new StackOperandReader({ descriptor, failures: 0 }, runtime.layout, { ...target, types });
  const describe = describer(runtime, target);
  const thread = target.interpreters.threadsOf(target.interpreters.list()?.[0] ?? 0)[0]?.address ?? 0;
  const seen = new Map<string, Map<string, number>>();
  const begun = performance.now();
  while (performance.now() - begun < SHORTEST || (!isEnough(seen) && performance.now() - begun < LONGEST)) {
    if (target.stacks.look(thread).end === "walked") addTo(seen, target, (frame) => reader.read(frame, describe));
  }
  closeSync(descriptor);
  target.close();
  await program.stop();
  return seen;
}

interface Described {
  readonly type: string;
  readonly size?: number;
}

function describer(
  { layout }: FoundRuntime,
  { values, operands: { types } }: TargetReaders,
): (value: number) => Described | undefined {
  return (value) => {
    const type = types.typeAt(values.pointer(value + layout.object.type) ?? 0);
    const size = type === undefined || type.lengthAt < 0 ? undefined : values.pointer(value + type.lengthAt);
    return type && { type: type.name, ...(size !== undefined && { size }) };
  };
}

function addTo(
  seen: Map<string, Map<string, number>>,
  { stacks: { stack }, codes }: TargetReaders,
  read: (frame: LookedAtFrame) => StackOperands<Described | undefined> | undefined,
): void {
  const [code = 0, instruction = 0, address = 0] = [stack.codes[0], stack.instructions[0], stack.addresses[0]];
  const found = read({ code, instruction, address });
  const { lines } = codes.objects[code] ?? {};
  const line = lines && positionAt(lines, instruction)?.line;
  for (const { operand, fact } of found?.operands ?? []) {
    count(seen, `${line} ${found?.site.kind} ${operand}`, `${fact.type} ${fact.size ?? ""}`.trimEnd());
  }
}

function count(seen: Map<string, Map<string, number>>, key: string, fact: string): void {
  const facts = seen.get(key) ?? new Map<string, number>();
  facts.set(fact, (facts.get(fact) ?? 0) + 1);
  seen.set(key, facts);
}
