/** What a version of CPython can do that bears on what to advise. */
export interface PythonFact {
  /** The first 3.x that has it. */
  readonly since: number;
  /** Where it is written. */
  readonly source: string;
}

/** The name of a fact. */
export type PythonFactName =
  | "to-thread"
  | "task-group"
  | "free-threading-experimental"
  | "tells-gil"
  | "free-threading-supported"
  | "subinterpreters"
  | "starts-by-forkserver";

/**
 * Facts by version, checked on 2026-11-27 against these pages and CPython 3.8 to 3.15. One table: what advises asks here, and a new version of CPython is a line here.
 */
export const PYTHON_FACTS: Readonly<Record<PythonFactName, PythonFact>> = {
  /** `asyncio.to_thread` */
  "to-thread": { since: 9, source: "https://docs.python.org/3/whatsnew/3.9.html#asyncio" },
  /** `asyncio.TaskGroup`, `asyncio.timeout` */
  "task-group": { since: 11, source: "https://docs.python.org/3/whatsnew/3.11.html#asyncio" },
  /** A build without a GIL, called experimental. */
  "free-threading-experimental": { since: 13, source: "https://peps.python.org/pep-0703/" },
  /** `sys._is_gil_enabled()` */
  "tells-gil": { since: 13, source: "https://docs.python.org/3/whatsnew/3.13.html#sys" },
  /** A build without a GIL, officially supported. */
  "free-threading-supported": { since: 14, source: "https://peps.python.org/pep-0779/" },
  /** `concurrent.interpreters`, `InterpreterPoolExecutor`: a GIL for each. */
  subinterpreters: { since: 14, source: "https://peps.python.org/pep-0734/" },
  /** Processes start by `forkserver` on POSIX, macOS aside, where they were forked. */
  "starts-by-forkserver": {
    since: 14,
    source: "https://docs.python.org/3/whatsnew/3.14.html#concurrent-futures",
  },
};

/** Does a Python (`[3, 12]`) have it? */
export function pythonHas(fact: PythonFactName, [major, minor]: readonly [number, number]): boolean {
  return major > 3 || (major === 3 && minor >= PYTHON_FACTS[fact].since);
}
