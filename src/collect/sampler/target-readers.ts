import { closeSync } from "node:fs";
import { CallSites } from "./call-sites.ts";
import { CheckedStacks } from "./checked-stacks.ts";
import { CodeTable } from "./code-table.ts";
import { ContiguousWalker } from "./contiguous-walker.ts";
import { HeapWalker } from "./heap-walker.ts";
import { Interpreters } from "./interpreters.ts";
import type { TargetMemory } from "./memory-window.ts";
import { OperandReader } from "./operand-reader.ts";
import { openMemory } from "./process/process-memory.ts";
import type { FoundRuntime } from "./process/runtime-outcome.ts";
import { ValueReader } from "./read-values.ts";
import { StackTrie } from "./stack-trie.ts";

/** All that reads one process's memory. */
export interface TargetReaders {
  readonly memory: TargetMemory;
  readonly values: ValueReader;
  readonly codes: CodeTable;
  readonly trie: StackTrie;
  readonly interpreters: Interpreters;
  readonly sites: CallSites;
  readonly stacks: CheckedStacks;
  readonly operands: OperandReader;
  /** Lets go of the process. */
  readonly close: () => void;
}

/** Opens a process's memory for reading. Whoever opens it closes it. */
export function openTarget({ pid, layout, runtimeAddress }: FoundRuntime): TargetReaders {
  const descriptor = openMemory(pid);
  const memory: TargetMemory = { descriptor: typeof descriptor === "number" ? descriptor : -1, failures: 0 };
  const values = new ValueReader(memory, layout);
  const codes = new CodeTable(memory, layout, values);
  const sites = new CallSites(codes, layout, values);
  const trie = new StackTrie();
  const walker =
    layout.version[1] >= 11
      ? new ContiguousWalker(memory, layout, codes, sites)
      : new HeapWalker(memory, layout, codes, { sites, values });
  return {
    memory,
    values,
    codes,
    trie,
    sites,
    interpreters: new Interpreters(memory, layout, runtimeAddress, values),
    stacks: new CheckedStacks(trie, walker, sites),
    operands: new OperandReader(memory, layout, values, codes),
    close: () => {
      if (memory.descriptor >= 0) closeSync(memory.descriptor);
    },
  };
}
