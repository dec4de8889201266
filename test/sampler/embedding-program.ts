import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CopiedPython } from "./copied-python.ts";

const SOURCE = `
#include <dlfcn.h>
int main(int count, char **arguments) {
    void *engine = dlopen(arguments[1], RTLD_NOW | RTLD_GLOBAL);
    if (engine == 0) return 1;
    ((void (*)(void))dlsym(engine, "Py_Initialize"))();
    return ((int (*)(const char *))dlsym(engine, "PyRun_SimpleString"))(arguments[2]);
}
`;

/** A C program that runs Python out of a library that is not called libpython; undefined where it cannot be built. */
export function embeddingProgram(python: CopiedPython): { program: string; library: string } | undefined {
  const shared = python.files[1];
  if (shared === undefined) return undefined;
  const [program, source] = [join(python.folder, "player"), join(python.folder, "player.c")];
  const library = join(python.folder, "plug-ins/engine.so");
  mkdirSync(join(python.folder, "plug-ins"));
  copyFileSync(shared, library);
  writeFileSync(source, SOURCE);
  try {
    execFileSync("cc", [source, "-o", program, "-ldl"], { stdio: "ignore" });
    return { program, library };
  } catch {
    return undefined;
  }
}
