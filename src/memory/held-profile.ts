import { bytes, lineNumber, seconds } from "../base/units.ts";
import type { MemoryFile, StockFile } from "../collect/memory/memory-files.ts";
import type { MemoryPlace } from "./memory-facts.ts";
import { ProfileBuilder } from "../profile/profile-builder.ts";
import type { Profile } from "../profile/profile.ts";

/** Names the function that a line belongs to. */
export type NamePlace = (file: string, line: number) => MemoryPlace & { readonly firstLine: number };

/** What was held at the peak as a profile: stacks that weigh bytes, and nothing else. */
export function heldProfile(memory: MemoryFile, stock: StockFile | undefined, name: NamePlace): Profile {
  const builder = new ProfileBuilder();
  const none = seconds(0);
  const { pid, parent, argv, version, executable, gil, library } = memory;
  const facts = { pid, parentPid: parent, argv, version, executable, gil, libraryFolders: library };
  const times = { wall: seconds(memory.wall), cpu: none, collecting: none, gilWait: none, computing: none };
  const process = builder.addProcess({ ...facts, ...times });
  const thread = builder.addThread({ process, name: "held at the peak", isMain: true });
  for (const [size, blocks, frames] of stock?.stacks ?? []) {
    let stack = -1;
    for (const [file, line] of frames) {
      const place = name(file, line);
      const profiled = builder.internFunction({
        module: "",
        qualname: place.function,
        file,
        firstLine: lineNumber(place.firstLine),
      });
      stack = builder.internStack(stack, builder.internFrame(profiled, { line: lineNumber(line) }));
    }
    const weights = { wall: none, cpu: none, blocked: none, gil: none, gilWait: none, squares: 0 };
    builder.addWeight({ stack, thread, samples: blocks, bytes: bytes(size), ...weights });
  }
  return builder.build();
}
