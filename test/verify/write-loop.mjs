// Writes two files again and again, all old or all new, until it is killed. argv: compiled folder, project, journal.
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
const [compiled, project, journal] = process.argv.slice(2);
const { writeSources } = await import(`${compiled}/fix/write-source.js`);
const { recoverPending } = await import(`${compiled}/fix/pending.js`);
const world = { now: Date.now, random: Math.random, pid: process.pid };
recoverPending(journal, world);
process.stdout.write("ready\n");
for (let round = 0; ; round++) {
  const changes = ["one.py", "two.py"].map((name) => {
    const path = `${project}/${name}`;
    const bytes = readFileSync(path);
    const next = bytes[0] === 65 ? "B" : "A";
    return { path, hash: createHash("sha256").update(bytes).digest("hex"), content: Buffer.from(next.repeat(200_000)) };
  });
  writeSources(changes, journal, world);
}
