import { basename } from "node:path";
import type { Profile } from "../profile/profile.ts";

/** `service:app`, and no address. */
const TARGET = /^(?<module>[a-z_][\w.]*):(?<name>[a-z_]\w*)$/iu;
/** Web servers that import an application by its name, and start nothing else of the project's. */
const SERVERS: ReadonlySet<string> = new Set(["uvicorn", "hypercorn"]);

/** The applications that web servers imported by their names (`uvicorn service:app`): the names of each file's. */
export function servedApps({ functions, processes }: Profile): ReadonlyMap<string, ReadonlySet<string>> {
  const served = new Map<string, Set<string>>();
  for (const { argv } of processes) {
    const { module = "", name = "" } = targetOf(argv)?.groups ?? {};
    const files = functions.flatMap((each) => (each.module === module && module !== "" ? [each.file] : []));
    for (const file of new Set(files)) served.set(file, (served.get(file) ?? new Set<string>()).add(name));
  }
  return served;
}

function targetOf(argv: readonly string[]): RegExpExecArray | undefined {
  const at = argv.findIndex((word, index) => isServer(argv, word, index));
  // A factory is called by the server, and what it makes is not to be told from its name.
  const words = at < 0 || argv.includes("--factory") ? [] : argv.slice(at + 1);
  for (const word of words) {
    const found = TARGET.exec(word);
    if (found !== null) return found;
  }
  return undefined;
}

function isServer(argv: readonly string[], word: string, index: number): boolean {
  // `python -m uvicorn`, or the command of that name.
  const name = basename(word);
  if (SERVERS.has(name)) return argv[index - 1] === "-m" || word.includes("/") || index === 0;
  return name === "gunicorn" && argv.some((each) => each.includes("uvicorn.workers."));
}
