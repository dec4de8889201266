import { describe, expect, it } from "vitest";
import { lineNumber } from "../base/units.ts";
import type { ProfiledFunction } from "../profile/profile.ts";
import { homesOf, kindsOf } from "./code-kinds.ts";
import type { CodeKind } from "./code-kinds.ts";
import { drawProfile } from "./drawn-profile.ts";

/** The kind of one function in a program of the usual folders, or of those given. */
function kind(file: string, qualname: string, libraryFolders?: readonly string[]): CodeKind | undefined {
  const { processes } = drawProfile("main", { processes: [libraryFolders === undefined ? {} : { libraryFolders }] });
  const functions: ProfiledFunction[] = [{ file, qualname, module: "__main__", firstLine: lineNumber(1) }];
  return kindsOf(functions, homesOf(processes))[0];
}

const std = (path: string): string => `/usr/lib/python3.12/${path}`;
const site = (path: string): string => `/venv/lib/python3.12/site-packages/${path}`;

/** The kind of code that has no file, in a program with a process of these arguments. */
function typed(argv: readonly string[], module: string): CodeKind | undefined {
  const { processes } = drawProfile("main", { processes: [{}, { argv }] });
  const functions = [{ file: "<string>", qualname: "<module>", module, firstLine: lineNumber(1) }];
  return kindsOf(functions, homesOf(processes))[0];
}

describe("the kind of code", () => {
  it("takes project files for the user's, wherever the project lies", () => {
    expect(kind("/project/app.py", "main")).toBe("user");
    expect(kind("/home/me/lib/python3/tool.py", "main")).toBe("user");
    expect(kind("/usr/lib/python3.12.py", "main")).toBe("user");
  });

  it("takes site-packages and dist-packages for libraries wherever they lie", () => {
    expect(kind(site("requests/api.py"), "get")).toBe("library");
    expect(kind("/project/env/lib/python3.9/site-packages/x.py", "f")).toBe("library");
    expect(kind("/usr/lib/python3/dist-packages/yaml/reader.py", "f")).toBe("library");
    expect(kind("C:\\Users\\me\\venv\\Lib\\site-packages\\x.py", "f")).toBe("library");
  });

  it("knows the standard library by the interpreter's folders", () => {
    expect(kind(std("json/decoder.py"), "JSONDecoder.decode")).toBe("standard-library");
    expect(kind("C:\\Python312\\Lib\\json\\decoder.py", "f", ["C:\\Python312\\Lib"])).toBe("standard-library");
    expect(kind("<frozen posixpath>", "join")).toBe("standard-library");
  });

  it("knows the standard library by its usual folder where a profile names no folders", () => {
    expect(kind("/opt/py/lib/python3.10/random.py", "Random.choice", [])).toBe("standard-library");
    expect(kind("/project/random.py", "choice", [])).toBe("user");
  });

  it("tells start-up, imports and the first frames of threads and processes", () => {
    expect(kind("<frozen importlib._bootstrap>", "_find_and_load")).toBe("bootstrap");
    expect(kind("<frozen runpy>", "_run_code")).toBe("bootstrap");
    expect(kind(std("threading.py"), "Thread._bootstrap_inner")).toBe("bootstrap");
    expect(kind(std("threading.py"), "Event.wait")).toBe("standard-library");
    expect(kind(std("concurrent/futures/thread.py"), "_worker")).toBe("bootstrap");
    expect(kind(std("concurrent/futures/thread.py"), "ThreadPoolExecutor.submit")).toBe("standard-library");
    expect(kind(std("multiprocessing/spawn.py"), "_main")).toBe("bootstrap");
    expect(kind("/anywhere/python/boot/sitecustomize.py", "<module>")).toBe("bootstrap");
    expect(kind("/anywhere/python/boot/_hasten_observe.py", "_note_collection")).toBe("bootstrap");
  });

  it("tells runners and event loops from the libraries that people call", () => {
    expect(kind(site("_pytest/python.py"), "pytest_pyfunc_call")).toBe("runner");
    expect(kind(site("pluggy/_hooks.py"), "HookCaller.__call__")).toBe("runner");
    expect(kind(std("unittest/case.py"), "TestCase.run")).toBe("runner");
    expect(kind(std("unittest/mock.py"), "CallableMixin.__call__")).toBe("standard-library");
    expect(kind(std("asyncio/base_events.py"), "BaseEventLoop._run_once")).toBe("event-loop");
    expect(kind(std("asyncio/queues.py"), "Queue.get")).toBe("standard-library");
    expect(kind(site("trio/_core/_run.py"), "unrolled_run")).toBe("event-loop");
    expect(kind("<task>", "a named task")).toBe("event-loop");
    expect(kind(site("pytestlike/core.py"), "f")).toBe("library");
  });

  it("takes code without a file for the user's only where a person typed it", () => {
    expect(typed(["python3", "-c", "import app; app.main()"], "__main__")).toBe("user");
    expect(typed(["python3", "-c", "import app; app.main()"], "namedtuple_Match")).toBe("library");
    expect(typed(["python3", "-c", "from multiprocessing.spawn import spawn_main; …"], "__main__")).toBe("bootstrap");
    expect(typed(["-c", "--multiprocessing-fork", "tracker_fd=5"], "__main__")).toBe("bootstrap");
    expect(typed(["python3", "app.py", "-c", "settings.ini"], "__main__")).toBe("bootstrap");
    expect(typed(["-c"], "__main__")).toBe("bootstrap");
    expect(kind("<ipython-input-3-1234>", "f")).toBe("user");
    expect(kind("<timeit-src>", "inner")).toBe("user");
    expect(kind("<attrs generated init app.Point>", "__init__")).toBe("library");
  });

  it("takes an installer's console script for a runner, a person's program in the same folder not", () => {
    const { processes } = drawProfile("main");
    const stub = { file: "/venv/bin/black", qualname: "<module>", module: "__main__", firstLine: lineNumber(1) };
    const own = { ...stub, file: "/usr/bin/tool" };
    const functions = [stub, own, { ...own, qualname: "main" }];
    expect(kindsOf(functions, homesOf(processes))).toEqual(["runner", "user", "user"]);
  });
});

/** The kind of a file as another tool wrote it, in a profile with these other files. */
function written(file: string, others: readonly string[] = []): CodeKind | undefined {
  const { processes } = drawProfile("main", { processes: [{ libraryFolders: [] }] });
  const functions = [file, ...others].map((path) => ({
    module: "",
    qualname: "f",
    file: path,
    firstLine: lineNumber(1),
  }));
  return kindsOf(functions, homesOf(processes, functions))[0];
}

describe("a path that another tool wrote", () => {
  it.each([
    ["json/encoder.py", "standard-library"],
    ["threading.py", "standard-library"],
    ["shop/stock.py", "user"],
    ["/opt/python3/lib/python3.13/json/encoder.py", "standard-library"],
    ["/home/me/json/encoder.py", "user"],
    ["/v/lib/python3.12/site-packages/numpy/x.py", "library"],
    ["", "user"],
  ])("is told by what is left of it: %j is %s", (file, expected) => {
    expect(written(file)).toBe(expected);
  });

  it("is a package's where the project's own files were found and it was not", () => {
    expect(written("numpy/core/x.py", ["/home/me/app.py"])).toBe("library");
    expect(written("helper.py", ["/home/me/app.py"])).toBe("user");
  });
});
