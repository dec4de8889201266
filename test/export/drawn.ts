import { chooseExporter } from "../../src/profile/export/exporters.ts";
import type { WeightMode } from "../../src/profile/export/exporter.ts";
import type { Profile } from "../../src/profile/profile.ts";
import { drawProfile } from "../../src/rank/drawn-profile.ts";
import { frameKindsOf } from "../../src/rank/frame-kinds.ts";

/** Two processes, three threads, recursion, a column, a native function, the collector, and a name that needs escaping. */
export const drawn: Profile = drawProfile(
  `
  main#1:20:4-9  main#1:21               serve#7                   main#1            main#1
  fib#3:4        std:json/a.py!<b>&"'#2  std:threading.py!wait#30  site:np/x.py!dot  <GC>!<GC>
  fib#3:5        -                       <native>!acquire          -                 -
  fib#3:6        -                       -                         -                 -
  wall           1                       2                         4                 0.5  0.25
  cpu            1                       1                         0                 0.5  0.25
  samples        10                      20                        40                5    3
  thread         0                       0                         1                 2    0
  `,
  {
    processes: [{ argv: ["python", "app.py"] }, { argv: ["python", "worker.py"] }],
    threads: [
      { process: 0, name: "MainThread", isMain: true },
      { process: 0, name: "pool-1", isMain: false },
      { process: 1, name: "MainThread", isMain: true },
    ],
  },
);

/** The drawn profile in a format. */
export function exportDrawn(id: string, mode: WeightMode = "wall", profile: Profile = drawn): Uint8Array {
  const context = { title: "app.py <x>", kinds: frameKindsOf(profile) };
  return chooseExporter(id, undefined).write(profile, mode, context);
}

/** The same, as text. */
export function exportedText(id: string, mode: WeightMode = "wall", profile: Profile = drawn): string {
  return new TextDecoder().decode(exportDrawn(id, mode, profile));
}
