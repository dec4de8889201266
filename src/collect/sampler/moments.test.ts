import { expect, test } from "vitest";
import { Moments } from "./moments.ts";

function seen(moments: Moments): string[] {
  return moments
    .taken()
    .map(
      ({ thread, starts, nodes }) => `${thread}: ${[...nodes].map((node, at) => `${starts[at]} ${node}`).join(", ")}`,
    );
}

test("the same stack goes on, another one begins, and a time in which nothing was seen is nothing", () => {
  const moments = new Moments();
  moments.add(0, 7, 10, 20);
  moments.add(0, 7, 20, 30);
  moments.add(2, 5, 10, 30);
  moments.add(0, 8, 30, 40);
  moments.add(0, 8, 60, 70);
  expect(seen(moments)).toEqual(["0: 10 7, 30 8, 40 0, 60 8, 70 0", "2: 10 5, 30 0"]);
  moments.add(0, 8, 70, 80);
  expect(seen(moments)[0]).toBe("0: 10 7, 30 8, 40 0, 60 8, 80 0");
});

test("a long run is told in coarser steps, from its beginning to its end", () => {
  const moments = new Moments(8);
  for (let at = 0; at < 1000; at += 1) moments.add(0, 1 + (at % 5), at, at + 1);
  const [lane] = moments.taken();
  expect(lane?.nodes.length).toBeLessThanOrEqual(10);
  expect([lane?.starts[0], lane?.starts.at(-1)]).toEqual([0, 1000]);
  expect([...(lane?.starts ?? [])]).toEqual([...(lane?.starts ?? [])].sort((one, other) => one - other));
});
