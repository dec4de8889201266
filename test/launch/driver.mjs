// What the command line does around launch(): signals abort the world, the program's status becomes ours.
// argv: the compiled sources, the package's folder, {program, options} as JSON, a file for the result.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [compiled, packageFolder, request, result] = process.argv.slice(2);
const { launch } = await import(pathToFileURL(`${compiled}/collect/launch/launch.js`).href);
const controller = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => controller.abort(name));
const isTouched = [process.stdout, process.stderr].every((stream) => stream.writable);
const world = {
  cwd: process.cwd(),
  env: process.env,
  platform: process.platform,
  now: Date.now,
  random: Math.random,
  stdinIsTerminal: false,
  signal: controller.signal,
  pid: process.pid,
  packageFolder,
};
const { program, options } = JSON.parse(request);
const ended = await launch({ cwd: world.cwd, env: {}, ...program }, options, world);
writeFileSync(result, JSON.stringify({ ...ended, isTouched }));
process.exit(ended.exitCode);
