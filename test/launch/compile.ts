import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, packageFolder } from "./world.ts";

/** Compiles `launch.ts` and what it imports, so that a plain Node process can use them; returns the folder. */
export function compileLaunch(): string {
  const folder = makeFolder();
  const config = {
    extends: join(packageFolder, "tsconfig.base.json"),
    compilerOptions: {
      composite: false,
      declaration: false,
      isolatedDeclarations: false,
      sourceMap: false,
      rootDir: join(packageFolder, "src"),
      outDir: folder,
      typeRoots: [join(packageFolder, "node_modules/@types")],
    },
    files: [join(packageFolder, "src/collect/launch/launch.ts")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  execFileSync(process.execPath, [join(packageFolder, "node_modules/typescript/bin/tsc"), "-p", folder]);
  return folder;
}
