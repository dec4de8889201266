import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { GUARD_DOCSTRING } from "../../diagnose/analysis/purity/kept-guard.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import {
  areBuiltin,
  areMixed,
  handedOn,
  returning,
  showParameters,
  testsOf,
  wordOf,
  type KeptByType,
} from "./kept-by-type.ts";

interface ObjectOptions {
  /** The class's name. */
  readonly owner: string;
  /** The attributes that the result depends on. */
  readonly reads: readonly string[];
  /** It asks other methods of its class, which those of a class below may have in other ways. */
  readonly isAsking: boolean;
  readonly copied: readonly string[];
  readonly functools: string;
}

/**
 * Keeps a method's results by its arguments and by what the attributes hold that it reads, where these are numbers, text or None, and the object
 * is of exactly the class in which they are read. No object is kept. Undefined where the parameters do not allow it.
 */
export function keepForObject(
  context: RuleContext,
  types: readonly string[],
  { owner, reads, isAsking, copied, functools }: ObjectOptions,
): KeptByType | undefined {
  const { source, function: method } = context;
  const shown = showParameters(context, method.parameters);
  const [self, ...others] = method.parameters;
  const asked = others.map(({ name }) => name);
  const tests = asked.length === 0 ? [] : testsOf(asked, types);
  const isPlain = areBuiltin(context, [...asked, self?.name ?? ""], ["getattr", ...copied]);
  if (tests === undefined || shown === undefined || self === undefined || !isPlain) return undefined;
  const name = freshName(source, asked.length === 0 ? "kept_by_attributes" : `kept_for_${wordOf(types)}`);
  const names = namesFor(source, reads, [name]);
  const given = method.parameters.map(handedOn).join(", ");
  const key = keyOf(asked, types, [...names.attributes.values()]);
  const isOwner = reads.length === 0 && !isAsking ? [] : [`type(${self.name}) is ${owner}`];
  const guard = [
    `def ${name}(${names.method}):`,
    `    """${GUARD_DOCSTRING}"""`,
    `    ${names.kept} = {}`,
    ...(reads.length === 0 ? [] : [`    ${names.plain} = {bool, bytes, int, str, type(None)}`]),
    "",
    `    @${functools}.wraps(${names.method})`,
    `    def ${method.name}(${shown}):`,
    `        if ${[...isOwner, ...tests].join(" and ")}:`,
    ...ifPlain(names, self.name, owner, [
      `${names.key} = ${key}`,
      `if ${names.key} not in ${names.kept}:`,
      `    ${names.kept}[${names.key}] = ${names.method}(${given})`,
      ...returning(source, `${names.kept}[${names.key}]`, copied).map((line) => line.trimStart()),
    ]).map((line) => `            ${line}`),
    `        return ${names.method}(${given})`,
    "",
    `    return ${method.name}`,
  ].join("\n");
  return { guard, decorators: `@${name}` };
}

/** Reads the attributes once; what an object lacks is asked for, and missed, by the method itself. */
function ifPlain(names: Names, self: string, owner: string, asking: readonly string[]): readonly string[] {
  const { attributes, plain, kept } = names;
  if (attributes.size === 0) return asking;
  const reading = [...attributes].map(
    ([read, held]) => `${held} = getattr(${self}, "${mangled(read, owner)}", ${kept})`,
  );
  const isFit = [...attributes.values()].map((held) => `type(${held}) in ${plain}`).join(" and ");
  return [...reading, `if ${isFit}:`, ...asking.map((line) => `    ${line}`)];
}

interface Names {
  readonly kept: string;
  readonly plain: string;
  readonly key: string;
  readonly method: string;
  /** Of each attribute the name for what it holds. */
  readonly attributes: ReadonlyMap<string, string>;
}

function namesFor(source: RuleContext["source"], reads: readonly string[], before: readonly string[]): Names {
  const taken = [...before];
  const take = (wanted: string): string => {
    const name = freshName(source, wanted, taken);
    taken.push(name);
    return name;
  };
  const [kept, plain, key, method] = [take("kept"), take("plain"), take("key"), take("method")];
  const attributes = new Map(reads.map((read) => [read, take(`own_${read.replace(/^_+/u, "")}`)] as const));
  return { kept, plain, key, method, attributes };
}

/** Values of other types can be equal. */
function keyOf(asked: readonly string[], types: readonly string[], attributes: readonly string[]): string {
  const typed = [...(areMixed(types) ? asked : []), ...attributes].map((name) => `type(${name})`);
  const [only, ...others] = [...asked, ...attributes, ...typed];
  return others.length === 0 ? (only ?? "()") : [only, ...others].join(", ");
}

/** As Python spells `self.__name` in the code of the class. */
export function mangled(attribute: string, owner: string): string {
  const isPrivate = attribute.startsWith("__") && !attribute.endsWith("__") && owner.replace(/^_+/u, "") !== "";
  return isPrivate ? `_${owner.replace(/^_+/u, "")}${attribute}` : attribute;
}
