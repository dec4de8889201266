import { describe, expect, it } from "vitest";
import { seconds } from "../base/units.ts";
import type { ProfiledThread } from "../profile/profile.ts";
import { homesOf } from "./code-kinds.ts";
import { costsOf } from "./costs.ts";
import type { Costs } from "./costs.ts";
import { drawProfile } from "./drawn-profile.ts";
import type { DrawnSetting } from "./drawn-profile.ts";
import { waitsOf } from "./waits.ts";

function costs(text: string, setting?: DrawnSetting): Costs {
  const profile = drawProfile(text, setting);
  return costsOf(profile, waitsOf(profile, homesOf(profile.processes)));
}

const each = ({ weights }: Costs): number[] => weights.map(({ cost }) => Number(cost.toFixed(6)));

const thread = (process: number, isMain: boolean): ProfiledThread => ({ process, name: "", isMain });
const withWorker: DrawnSetting = { threads: [thread(0, true), thread(0, false)] };
const child = { argv: ["python", "child.py"] };
const withChild = (wall: number): DrawnSetting => ({ processes: [{}, { ...child, wall: seconds(wall) }] });

describe("the cost of a weight", () => {
  it("is CPU time and the waiting that held up the process", () => {
    const { total, weights, samples } = costs(`
      main  fetch
      cpu  2  0.5
      blocked  0  3
    `);
    expect(weights.map(({ cost }) => cost)).toEqual([2, 3.5]);
    expect([total, samples]).toEqual([5.5, 200]);
  });

  it("counts a main thread that sleeps, waits for the network or for an event nobody else explains", () => {
    expect(
      each(
        costs(`
          main  main                            main
          site:requests/api.py!get  std:threading.py!Event.wait  std:asyncio/base_events.py!_run_once
          -  std:threading.py!Condition.wait  std:selectors.py!EpollSelector.select
          cpu  0  0  0
          blocked  3  4  5
        `),
      ),
    ).toEqual([3, 4, 5]);
  });

  it("is nothing for threads that are parked for work", () => {
    const parked = costs(
      `
        hot  std:threading.py!Thread.run  std:concurrent/futures/thread.py!_worker  std:socketserver.py!serve_forever
        -  std:queue.py!Queue.get  -  std:selectors.py!PollSelector.select
        -  std:threading.py!Condition.wait  -  -
        thread  0  1  1  1
        cpu  4  0  0  0
        blocked  0  5  5  5
      `,
      withWorker,
    );
    expect(each(parked)).toEqual([4, 0, 0, 0]);
    expect(parked.samples).toBe(100);
  });

  it("does not count the samples of a parked thread for the little CPU time that looking at it takes", () => {
    const parked = costs(
      `
        hot  std:concurrent/futures/thread.py!_worker
        thread  0  1
        cpu  4  0.01
        wall  4  4
      `,
      withWorker,
    );
    expect(parked.samples).toBe(100);
    expect(parked.total).toBeCloseTo(4.01);
  });

  it("counts a worker thread that waits for the network, and not the main thread that waits for the worker", () => {
    const setting = `
        main  worker
        std:concurrent/futures/_base.py!Future.result  site:requests/api.py!get
        std:threading.py!Condition.wait  -
        thread  0  1
        cpu  0  0
        blocked  5  5
      `;
    expect(each(costs(setting, withWorker))).toEqual([0, 5]);
  });

  it("counts of a main thread's waiting what no other thread explains", () => {
    const setting = `
        main  worker
        std:threading.py!Thread.join  site:requests/api.py!get
        thread  0  1
        cpu  0  0
        blocked  5  2
      `;
    expect(each(costs(setting, withWorker))).toEqual([3, 2]);
  });

  it("counts a second once in which several threads wait side by side", () => {
    const setting = `
        main  fetch  fetch  fetch
        std:threading.py!Thread.join  -  -  -
        thread  0  1  2  3
        cpu  0  0  0  0
        blocked  6  6  5  1
      `;
    const threads = [thread(0, true), thread(0, false), thread(0, false), thread(0, false)];
    expect(each(costs(setting, { threads }))).toEqual([0, 3, 2.5, 0.5]);
  });

  it("counts what the event loop waits for itself beside what it left to threads", () => {
    const setting = `
        main  slow  slow  main
        std:concurrent/futures/_base.py!Future.result  -  -  std:asyncio/base_events.py!_run_once
        std:threading.py!Condition.wait  -  -  std:selectors.py!EpollSelector.select
        thread  0  1  2  0
        cpu  0  0  0  0
        blocked  3  3  3  2
      `;
    const threads = [thread(0, true), thread(0, false), thread(0, false)];
    expect(each(costs(setting, { threads }))).toEqual([0, 1.5, 1.5, 2]);
  });

  it("leaves an event loop's time to the thread that it waits for", () => {
    const setting = `
        main  blocking
        std:asyncio/base_events.py!_run_once  -
        std:selectors.py!EpollSelector.select  -
        thread  0  1
        cpu  0  0
        blocked  5  4
      `;
    expect(each(costs(setting, withWorker))).toEqual([1, 4]);
  });

  it("halves the time in which the main thread and another wait for the world", () => {
    const setting = `
        poll  fetch
        thread  0  1
        cpu  0  0
        blocked  6  4
      `;
    expect(each(costs(setting, withWorker))).toEqual([4, 2]);
  });

  it("leaves the time of threads that run children to the children", () => {
    const setting: DrawnSetting = {
      processes: [{}, { ...child, wall: seconds(5) }, { ...child, wall: seconds(5) }],
      threads: [thread(0, true), thread(0, false), thread(0, false), thread(1, true), thread(2, true)],
    };
    const running = costs(
      `
        main                          start                         start  child  child
        std:threading.py!Thread.join  std:subprocess.py!Popen.wait  std:subprocess.py!Popen.wait  -  -
        thread  0  1  2  3  4
        cpu  0  0  0  5  5
        blocked  5  5  5  0  0
      `,
      setting,
    );
    expect(each(running)).toEqual([0, 0, 0, 5, 5]);
    expect(running.awaited).toEqual([5, 0, 0]);
  });

  it("leaves the time to a child process that is observed", () => {
    const waiting = `
        main                         child
        std:subprocess.py!run        -
        std:subprocess.py!Popen.communicate  -
        std:selectors.py!PollSelector.select  -
        thread  0  1
        cpu  0  9
        blocked  9.5  0
      `;
    const observed = costs(waiting, withChild(9.5));
    expect(each(observed)).toEqual([0, 9]);
    expect(observed.awaited).toEqual([9.5, 0]);
  });

  it("counts the waiting for a child process that is no Python", () => {
    const alone = costs(`
      main
      std:subprocess.py!Popen.wait
      cpu  0
      blocked  9
    `);
    expect(each(alone)).toEqual([9]);
    const mostlyOther = `
        main  child
        std:subprocess.py!Popen.wait  -
        thread  0  1
        cpu  0  1
        blocked  9  0
      `;
    expect(each(costs(mostlyOther, withChild(1)))).toEqual([8, 1]);
  });

  it("counts starting a child as the parent's", () => {
    const starting = `
        main  child
        std:subprocess.py!run  -
        std:subprocess.py!Popen._execute_child  -
        thread  0  1
        cpu  0  1
        blocked  2  0
      `;
    expect(each(costs(starting, withChild(5)))).toEqual([2, 1]);
  });

  it("leaves a pool's time to the children's work, not to their waiting for it", () => {
    const pool = costs(
      `
        main  work  std:multiprocessing/pool.py!worker  std:multiprocessing/pool.py!Pool._handle_results
        std:multiprocessing/pool.py!ApplyResult.get  -  std:multiprocessing/queues.py!get  std:multiprocessing/connection.py!Connection.recv
        std:threading.py!Condition.wait  -  std:multiprocessing/connection.py!_recv  std:multiprocessing/connection.py!Connection._recv
        thread  0  1  2  3
        cpu  0  6  0  0
        blocked  6  0  6  6
      `,
      {
        processes: [{}, { wall: seconds(6) }, { wall: seconds(6) }],
        threads: [thread(0, true), thread(1, true), thread(2, true), thread(0, false)],
      },
    );
    expect(each(pool)).toEqual([0, 6, 0, 0]);
    expect(pool.awaited).toEqual([6, 0, 6]);
  });

  it("leaves the time of a fork server's workers to them", () => {
    const served = costs(
      `
        main  work  std:multiprocessing/forkserver.py!main
        std:multiprocessing/popen_fork.py!Popen.wait  -  std:selectors.py!EpollSelector.select
        thread  0  2  1
        cpu  0  5  0
        blocked  6  0  7
      `,
      {
        processes: [{}, { wall: seconds(7), argv: ["-c"] }, { wall: seconds(6), argv: ["-c"], parentPid: 101 }],
      },
    );
    expect(each(served)).toEqual([0, 5, 0]);
  });

  it("keeps the waiting for a program that is no Python apart from a pool's", () => {
    const both = costs(
      `
        main  main  work
        std:subprocess.py!Popen.wait  std:multiprocessing/pool.py!ApplyResult.get  -
        -  std:threading.py!Condition.wait  -
        thread  0  0  1
        cpu  0  0  3
        blocked  2  3  0
      `,
      { processes: [{}, { wall: seconds(3) }] },
    );
    expect(each(both)).toEqual([2, 0, 3]);
  });

  it("does not take a program that runs after another for its child", () => {
    const setting: DrawnSetting = { processes: [{}, { ...child, wall: seconds(4), parentPid: 1 }] };
    const after = `
        main  later
        std:subprocess.py!Popen.wait  -
        thread  0  1
        cpu  0  4
        blocked  4  0
      `;
    expect(each(costs(after, setting))).toEqual([4, 4]);
  });

  it("takes a process with an unseen parent for the root's, as when a shell started it", () => {
    const shell = `
        main  child
        std:subprocess.py!Popen.wait  -
        thread  0  1
        cpu  0  4
        blocked  4  0
      `;
    const setting = { processes: [{}, { wall: seconds(4), parentPid: 7777, ...child }] };
    expect(each(costs(shell, setting))).toEqual([0, 4]);
  });

  it("gives equal samples their number as effective size, unequal ones less", () => {
    expect(costs("main  main").effective).toBeCloseTo(200);
    const unequal = costs(`
      main  main
      cpu  1  99
    `);
    expect(unequal.effective).toBeLessThan(105);
  });
});
