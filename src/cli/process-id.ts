import { Refusal } from "../base/refusal.ts";

/** The process id in a word; refuses what is none, and hasten's own. */
export function requirePid(word: string, verb: string, own: number): number {
  const pid = Number(word);
  if (!/^\d+$/u.test(word) || pid === 0) {
    throw new Refusal(
      "usage",
      `"${word}" is no process id.`,
      `For example: hasten ${verb} 4711; \`pgrep -af python\` lists the Pythons that run.`,
    );
  }
  if (pid === own)
    throw new Refusal("usage", `Process ${pid} is hasten itself.`, "Name the process that runs the Python.");
  return pid;
}
