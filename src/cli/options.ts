import { Refusal } from "../base/refusal.ts";
import { bytes, type Bytes } from "../base/units.ts";
import type { ProgramRequest } from "../collect/program.ts";

type Options = Readonly<Record<string, unknown>>;

/** The text of an option, if it was given. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** True when the flag was given. */
export function flagOption(options: Options, name: string): boolean {
  return options[name] === true;
}

/** A positive number in an option, or the fallback; refuses anything else. */
export function numberOption(options: Options, name: string, flag: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new Refusal("usage", `${flag} takes a number above 0, not "${text}".`, `For example: ${flag} 10`);
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 1024,
  MIB: 1 << 20,
  GIB: 1 << 30,
};

/** A size such as `200MB`, `1.5GB` or `64MiB`, in bytes. */
export function bytesOption(options: Options, name: string, flag: string): Bytes | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?([kmg]?i?b)$/iu.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  if (number !== undefined && factor !== undefined && Number(number) > 0)
    return bytes(Math.round(Number(number) * factor));
  throw new Refusal("usage", `${flag} takes a size with its unit, not "${text}".`, `For example: ${flag} 200MB`);
}

/** One of these words, if the option was given; refuses anything else. */
export function choiceOption<Choice extends string>(
  options: Options,
  name: string,
  flag: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = textOption(options, name);
  const found = choices.find((choice) => choice === text);
  if (text === undefined || found !== undefined) return found;
  throw new Refusal(
    "usage",
    `${flag} takes ${choices.join(" or ")}, not "${text}".`,
    `For example: ${flag} ${choices[0]}`,
  );
}

/** Numbers above 0 with commas between them, at least `least` different ones; ascending. */
export function numbersOption(options: Options, name: string, flag: string, least: number): readonly number[] {
  const text = textOption(options, name) ?? "";
  const values = text === "" ? [] : text.split(",").map(Number);
  if (values.every((value) => Number.isFinite(value) && value > 0) && new Set(values).size >= least) {
    return [...new Set(values)].sort((a, b) => a - b);
  }
  const given = text === "" ? "" : `, not "${text}"`;
  throw new Refusal(
    "usage",
    `${flag} takes at least ${least} different numbers above 0, with commas${given}.`,
    `For example: ${flag} 1000,2000,4000,8000; options come before the program, unless it is quoted.`,
  );
}

/** A gain such as `5%` or `0.05`, as a fraction. */
export function gainOption(options: Options, name: string, flag: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (/\d/.test(text) && Number.isFinite(value) && value >= 0 && value < 10) return value;
  throw new Refusal("usage", `${flag} takes a gain such as 5% or 0.05, not "${text}".`, `For example: ${flag} 10%`);
}

/** Above this two numbers are no longer taken for one by anybody. */
const WIDEST = 0.01;

/** A relative difference such as `1e-9`. */
export function toleranceOption(options: Options, name: string, flag: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value <= WIDEST) return value;
  throw new Refusal(
    "usage",
    `${flag} takes a relative difference above 0 and up to ${WIDEST}, not "${text}".`,
    `For example: ${flag} 1e-9`,
  );
}

/** An exit status, 0 to 255; 0 where none was given. */
export function statusOption(options: Options, name: string, flag: string): number {
  const text = textOption(options, name) ?? "0";
  if (/^\d{1,3}$/.test(text) && Number(text) < 256) return Number(text);
  throw new Refusal("usage", `${flag} takes a status from 0 to 255, not "${text}".`, `For example: ${flag} 1`);
}

/** The program that the verb needs; refuses when there is none. */
export function requireProgram(request: ProgramRequest | undefined, verb: string): ProgramRequest {
  if (request !== undefined) return request;
  throw new Refusal(
    "usage",
    `hasten ${verb} needs a program.`,
    `For example: hasten ${verb} app.py, hasten ${verb} -m package.module, hasten ${verb} -- pytest tests/`,
  );
}
