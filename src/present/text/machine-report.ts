import type { FolderFacts, FoundPython, MachineFacts } from "../../collect/doctor/machine-facts.ts";
import { formatBytes } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";

/** What a machine can measure, what it cannot, and how to get it. */
export function machineReport(facts: MachineFacts, paint: Paint): string {
  const lines = [
    paint.strong("Pythons"),
    ...facts.pythons.map((python) => `  ${pythonLine(python, paint)}`),
    ...(facts.pythons.length === 0 ? [`  ${paint.bad("none found")}: install Python 3.8 or newer`] : []),
    "",
    paint.strong("Collectors"),
    ...facts.collectors.map(({ id, isAvailable }) => `  ${mark(isAvailable, paint)} ${id}`),
    "",
    paint.strong("This machine"),
    `  ${facts.cores} cores, load ${facts.load.map((value) => value.toFixed(2)).join(" ")}${busy(facts)}`,
    `  ${folderLine("working directory", facts.cwd, paint)}`,
    `  ${folderLine("temporary folder", facts.temp, paint)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function pythonLine({ path, from, interpreter, objection }: FoundPython, paint: Paint): string {
  const version = interpreter === undefined ? "" : ` ${interpreter.implementation} ${interpreter.version.join(".")}`;
  const why = objection === undefined ? "" : `: ${objection.detail}`;
  return `${mark(objection === undefined, paint)} ${path}${version} ${paint.dim(`(${from})`)}${why}`;
}

function folderLine(name: string, { path, isWritable, free }: FolderFacts, paint: Paint): string {
  const space = free === undefined ? "" : `, ${formatBytes(free)} free`;
  const hint = isWritable ? "" : " – not writable: hasten keeps its journal there; run it from a folder of yours";
  return `${mark(isWritable, paint)} ${name} ${path}${space}${hint}`;
}

function busy({ load, cores }: MachineFacts): string {
  return load[0] > cores / 2 ? " – busy: gains will need more runs to tell" : "";
}

function mark(isGood: boolean, paint: Paint): string {
  return isGood ? paint.good("yes") : paint.bad("no ");
}
