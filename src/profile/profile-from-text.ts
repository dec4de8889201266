import { lineNumber, seconds } from "../base/units.ts";
import { ProfileBuilder } from "./profile-builder.ts";
import type { Profile } from "./profile.ts";

/**
 * Draws a profile: a column is a sample of 10 ms of processor time, its outermost frame on top, `-` where the stack has
 * ended. A cell is `name` or `name:line`; functions are those of `__main__` in /app.py, and begin on line 1.
 */
export function profileFromText(drawing: string): Profile {
  const rows = drawing
    .split("\n")
    .map((row) => row.trim().split(/\s+/u))
    .filter(([first]) => first !== "");
  const builder = new ProfileBuilder();
  const columns = rows[0] ?? [];
  const spent = seconds(columns.length * sampleSeconds);
  const process = builder.addProcess({
    pid: 1,
    parentPid: 0,
    argv: ["python", "app.py"],
    version: "3.12.1",
    executable: "/usr/bin/python3",
    gil: "on",
    libraryFolders: ["/usr/lib/python3.12"],
    wall: spent,
    cpu: spent,
    collecting: seconds(0),
    gilWait: seconds(0),
    computing: spent,
  });
  const thread = builder.addThread({ process, name: "MainThread", isMain: true });
  for (const column of columns.keys()) {
    const stack = rows.map((row) => row[column] ?? "-").reduce((parent, cell) => push(builder, parent, cell), -1);
    const cost = {
      cpu: seconds(sampleSeconds),
      blocked: seconds(0),
      gil: seconds(0),
      gilWait: seconds(0),
      squares: sampleSeconds ** 2,
    };
    builder.addWeight({ stack, thread, samples: 1, wall: seconds(sampleSeconds), ...cost });
  }
  builder.addTruth({ samples: columns.length, missed: 0, errors: 0, impossible: 0 });
  return builder.build();
}

const sampleSeconds = 0.01;

function push(builder: ProfileBuilder, parent: number, cell: string): number {
  if (cell === "-") return parent;
  const [qualname = "", line = "1"] = cell.split(":");
  const profiled = builder.internFunction({
    module: "__main__",
    qualname,
    file: "/app.py",
    firstLine: lineNumber(1),
  });
  return builder.internStack(parent, builder.internFrame(profiled, { line: lineNumber(Number(line)) }));
}
