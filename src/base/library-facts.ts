/** What the makers of a library say of it that bears on what to advise. */
export interface LibraryFact {
  /** Who may use one object of it at a time. */
  readonly sharedBy: "tasks" | "nobody";
  /** Where it is written. */
  readonly source: string;
}

/** Facts about clients of the web, checked on 2026-11-27 against these pages (aiohttp 3.14, httpx 0.28, requests 2.34). */
const LIBRARY_FACTS: ReadonlyMap<string, LibraryFact> = new Map<string, LibraryFact>([
  /** "Use a single session for the lifetime of your application": a pool of connections for all tasks of one loop. */
  ["aiohttp.ClientSession", { sharedBy: "tasks", source: "https://docs.aiohttp.org/en/stable/client_reference.html" }],
  /** "Do not instantiate more than one client instance", for all tasks of one loop. */
  [
    "httpx.AsyncClient",
    { sharedBy: "tasks", source: "https://www.python-httpx.org/async/#opening-and-closing-clients" },
  ],
  /** No word of threads in its documentation, and none that would be kept to (issue 2766). */
  ["requests.Session", { sharedBy: "nobody", source: "https://github.com/psf/requests/issues/2766" }],
]);

/** May several tasks of a loop use one object of the class at a time, as its makers say? */
export function isSharedByTasks(path: string): boolean {
  return LIBRARY_FACTS.get(path)?.sharedBy === "tasks";
}
