import { Command } from "commander";
import {
  divideArguments,
  divideOperands,
  divideProcess,
  divideQuoted,
  type DividedArguments,
} from "./program-arguments.ts";
import type { Verb, VerbContext } from "./verb.ts";
import { version } from "./version.ts";

const EXAMPLES = `
Examples:
  hasten run app.py --size 1000         where does the time of this program go?
  hasten run -- pytest tests/test_x.py  the same for any command that ends up in a Python
  hasten fix app.py                     fix the worst, prove it, repeat; write what was proven
  hasten fix --dry-run -m shop.report   show the patch, write nothing
  hasten undo                           take the last fix back
  hasten verify old.py new.py -- app.py does the new version do the same, and is it faster?
  hasten scale 'app.py {n}' --n 1000,2000,4000,8000
                                        how does each function grow, which one will dominate at 10×?
  hasten compile app.py                 is its hot module ready for mypyc or Cython, and what would it bring?
  hasten top 4711                       the top functions of a running Python, live
  hasten dump 4711                      what does each thread of a running Python do right now?
  hasten show                           the last run or fix again
  hasten open                           the last run or fix in the browser
  hasten export -o app.svg              the last run as a flame graph; other tools' formats too
  hasten doctor                         what this machine can measure

hasten run exits with the program's own status. The other verbs: 0 done, 1 found or not proven, 2 refused, 3 our bug.`;

/**
 * Parses hasten's own words and performs the verb that they name. Commander never sees the program's words, whatever
 * they look like. Gives the verb's exit status; throws commander's errors (help, version, wrong usage) and refusals.
 */
export async function performCommandLine(
  words: readonly string[],
  verbs: readonly Verb[],
  context: VerbContext,
): Promise<number> {
  let status = 0;
  const root = createRoot();
  let divided: DividedArguments = { own: words.slice(1), program: undefined };
  for (const verb of verbs) {
    const command = verb.describe(new Command(verb.name)).exitOverride().showHelpAfterError("(see --help)");
    command.action(async () => {
      status = await verb.perform(command.opts(), divided.program, context, command.args);
    });
    root.addCommand(command);
    if (verb.name === words[0] && verb.takesProgram) {
      divided = dividerFor(verb)(words.slice(1), valuedFlags(command), context.world.cwd);
    }
  }
  await root.parseAsync(["node", "hasten", ...words.slice(0, 1), ...divided.own]);
  return status;
}

function dividerFor({ takesQuoted, takesProcess, operands }: Verb): typeof divideArguments {
  if (operands !== undefined) return (words, valued, cwd) => divideOperands(operands, words, valued, cwd);
  if (takesProcess === true) return divideProcess;
  return takesQuoted === true ? divideQuoted : divideArguments;
}

function createRoot(): Command {
  return new Command("hasten")
    .description("Finds the one slow thing in a Python program, fixes it, and proves it.")
    .version(version(), "-V, --version", "print the version")
    .helpCommand("help [verb]", "help for one verb")
    .exitOverride()
    .showHelpAfterError("(hasten --help names the verbs)")
    .addHelpText("after", EXAMPLES);
}

/** The flags of a command that take a value in the next word. */
export function valuedFlags(command: Command): ReadonlySet<string> {
  const flags = command.options.filter((option) => option.required).flatMap(({ short, long }) => [short, long]);
  return new Set(flags.filter((flag) => flag !== undefined));
}
