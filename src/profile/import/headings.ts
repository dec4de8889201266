import type { RawThread } from "./stack-collector.ts";

const processHeading = /^(?:process (\d+)(?::".*")?|P(\d+))$/;
const threadHeading = /^(?:thread \((\w+)\)(?:: (.+))?|(tid:\d+)|(T\d+(?::\d+)?))$/;

/** The process or thread that py-spy, Tachyon and Austin write as the outermost frame of a stack. */
export function readHeading(word: string): Partial<RawThread> | undefined {
  const process = processHeading.exec(word);
  if (process !== null) return { pid: Number(process[1] ?? process[2]) };
  const thread = threadHeading.exec(word);
  if (thread === null) return undefined;
  return { name: thread[2] ?? thread[3] ?? thread[4] ?? `thread ${thread[1]}` };
}
