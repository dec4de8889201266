import { pythonHas } from "../../../base/python-facts.ts";
import type { RuleContext } from "../../rule.ts";

/** What the file's library of coroutines has in the place of a call that blocks, on the Python that runs the program. */
export function counterpartOf(context: RuleContext, path: string, about: string): string {
  const library = libraryOf(context.source.text);
  const own = (library === "asyncio" ? ASYNCIO : library === "trio" ? TRIO : ANYIO).get(path);
  if (own !== undefined) return own;
  if (library !== "asyncio") return `${library}.to_thread.run_sync(${about}, …)`;
  return pythonHas("to-thread", context.python)
    ? `asyncio.to_thread(${about}, …)`
    : `loop.run_in_executor(None, ${about}, …)`;
}

/** Trio's coroutines run on no other loop; those of anyio on either of the two. */
function libraryOf(text: string): "asyncio" | "trio" | "anyio" {
  if (/^\s*(?:import|from) asyncio\b/mu.test(text)) return "asyncio";
  if (/^\s*(?:import|from) trio\b/mu.test(text)) return "trio";
  return /^\s*(?:import|from) anyio\b/mu.test(text) ? "anyio" : "asyncio";
}

const ASYNCIO: ReadonlyMap<string, string> = new Map([
  ["os.system", "asyncio.create_subprocess_shell(…)"],
  ["socket.create_connection", "asyncio.open_connection(…)"],
  ["socket.getaddrinfo", "loop.getaddrinfo(…)"],
  ["subprocess.call", "asyncio.create_subprocess_exec(…)"],
  ["subprocess.check_call", "asyncio.create_subprocess_exec(…)"],
  ["subprocess.check_output", "asyncio.create_subprocess_exec(…)"],
  ["subprocess.run", "asyncio.create_subprocess_exec(…)"],
  ["time.sleep", "asyncio.sleep(…)"],
]);

const TRIO: ReadonlyMap<string, string> = new Map([
  ["socket.create_connection", "trio.open_tcp_stream(…)"],
  ["socket.getaddrinfo", "trio.socket.getaddrinfo(…)"],
  ["subprocess.run", "trio.run_process(…)"],
  ["time.sleep", "trio.sleep(…)"],
]);

const ANYIO: ReadonlyMap<string, string> = new Map([
  ["socket.create_connection", "anyio.connect_tcp(…)"],
  ["socket.getaddrinfo", "anyio.getaddrinfo(…)"],
  ["subprocess.run", "anyio.run_process(…)"],
  ["time.sleep", "anyio.sleep(…)"],
]);
