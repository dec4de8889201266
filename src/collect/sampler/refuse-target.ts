import { Refusal } from "../../base/refusal.ts";
import type { NoRuntime, PythonVersion } from "./process/runtime-outcome.ts";

/** The refusal for a process that cannot be read. */
export function refuseTarget(pid: number, why: NoRuntime): Refusal {
  switch (why.kind) {
    case "no-such-process":
    case "exiting":
      return new Refusal(
        "no-such-process",
        `There is no process ${pid}.`,
        "`pgrep -af python` lists the Pythons that run.",
      );
    case "starting":
      return new Refusal("not-observed", `The Python of process ${pid} is only starting.`, "Try again in a moment.");
    case "not-python":
      return new Refusal(
        "not-a-python",
        `Process ${pid} (${why.executable ?? "a kernel thread"}) is no Python.`,
        "Name the Python itself; `hasten attach --children` looks at the Pythons that a process has started.",
      );
    case "no-permission":
      return new Refusal(
        "no-permission",
        `The system does not let hasten read process ${pid}.`,
        "Run hasten as the process's user with `sysctl kernel.yama.ptrace_scope=0`, or as root; in a container add --cap-add SYS_PTRACE; or start the program with `hasten run`.",
      );
    case "unsupported-python":
      return new Refusal(
        why.implementation === "CPython" ? "python-too-old" : "not-cpython",
        `Process ${pid} runs ${why.implementation}${versionText(why.version)}.`,
        "hasten reads CPython 3.8 to 3.15.",
      );
    case "foreign-architecture":
      return new Refusal(
        "unsupported-platform",
        `Process ${pid} (${why.executable}) is a program of another architecture.`,
        "hasten reads 64-bit x86 and ARM programs.",
      );
  }
}

function versionText(version: PythonVersion | undefined): string {
  return version === undefined ? "" : ` ${version.filter((part) => part >= 0).join(".")}`;
}
