import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageWeight } from "../../src/protocol/page-profile.ts";
import { childrenAt, type Chart } from "../model/chart.ts";
import { amount, percent } from "../words.ts";

/** A call tree to walk through. */
export interface CallTreeProps {
  readonly chart: Chart;
  readonly weight: PageWeight;
  readonly names: readonly string[];
  readonly onSelect: (node: number) => void;
}

/** Children of one node that are listed; the others are thousands of slivers. */
const MOST = 200;

/** Rows of a tree that open and close, by mouse or with arrow keys. */
export function CallTree({ chart, weight, names, onSelect }: CallTreeProps): JSX.Element {
  const [open, setOpen] = useState<ReadonlySet<number>>(() => heavyPath(chart));
  const [at, setAt] = useState(chart.roots[0] ?? -1);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    setOpen(heavyPath(chart));
    setAt(chart.roots[0] ?? -1);
  }, [chart]);
  const rows = useMemo(() => visibleRows(chart, open), [chart, open]);
  const toggle = (node: number, isOpen: boolean): void =>
    setOpen(isOpen ? new Set([...open, node]) : new Set([...open].filter((one) => one !== node)));
  const go = (node: number): void => {
    setAt(node);
    onSelect(node);
    body.current?.querySelector<HTMLElement>(`[data-node="${node}"]`)?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    const step = KEYS[event.key]?.({ chart, rows, at, isOpen: open.has(at) });
    if (step === undefined) return;
    event.preventDefault();
    if (typeof step === "boolean") toggle(at, step);
    else go(step.go ?? at);
  };
  return (
    <div class="tree-scroll">
      <table class="tree" role="treegrid" aria-label="Call tree">
        <Head />
        <tbody ref={body} onKeyDown={pressed}>
          {rows.map((node) => (
            <Row
              key={node}
              {...{ chart, weight, names, node, go, toggle }}
              isOpen={open.has(node)}
              isAt={node === at}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head(): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">function</th>
        <th scope="col" class="number">
          total
        </th>
        <th scope="col" class="number">
          own
        </th>
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly chart: Chart;
  readonly weight: PageWeight;
  readonly names: readonly string[];
  readonly node: number;
  readonly isOpen: boolean;
  readonly isAt: boolean;
  readonly go: (node: number) => void;
  readonly toggle: (node: number, isOpen: boolean) => void;
}

function Row({ chart, weight, names, node, isOpen, isAt, go, toggle }: RowProps): JSX.Element {
  const { tree, depth } = chart;
  const hasChildren = childrenAt(chart, node).length > 0;
  const [level, total] = [depth[node] ?? 0, tree.total[node] ?? 0];
  return (
    <tr
      data-node={node}
      role="row"
      aria-level={level + 1}
      {...(hasChildren && { "aria-expanded": isOpen })}
      tabIndex={isAt ? 0 : -1}
      onClick={() => go(node)}
      onDblClick={() => toggle(node, !isOpen)}
    >
      <td role="gridcell" class="call" style={{ paddingInlineStart: `${Math.min(level, 40) * 14 + 6}px` }}>
        <span
          class="twist"
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            toggle(node, !isOpen);
          }}
        >
          {hasChildren ? (isOpen ? "▾" : "▸") : "·"}
        </span>
        <bdi>{names[tree.called[node] ?? -1]}</bdi>
      </td>
      <td role="gridcell" class="number">
        <b>{percent(total, tree.whole)}</b> {amount(total, weight)}
      </td>
      <td role="gridcell" class="number">
        {percent(tree.self[node] ?? 0, tree.whole)}
      </td>
    </tr>
  );
}

interface Place {
  readonly chart: Chart;
  readonly rows: readonly number[];
  readonly at: number;
  readonly isOpen: boolean;
}

/** Opens (true) or closes (false) the row, or goes to another. */
type Step = boolean | { readonly go: number | undefined };

const below = ({ rows, at }: Place): Step => ({ go: rows[rows.indexOf(at) + 1] });

const KEYS: Readonly<Record<string, (place: Place) => Step>> = {
  ArrowUp: ({ rows, at }) => ({ go: rows[rows.indexOf(at) - 1] }),
  ArrowDown: below,
  ArrowRight: (place) => (place.isOpen ? below(place) : true),
  ArrowLeft: ({ chart, at, isOpen }) => {
    const parent = chart.tree.parent[at] ?? -1;
    return isOpen ? false : { go: parent >= 0 ? parent : at };
  },
  Enter: ({ isOpen }) => !isOpen,
  " ": ({ isOpen }) => !isOpen,
};

/** The nodes from the heaviest root to where the time spreads: what one would open first. */
function heavyPath(chart: Chart): ReadonlySet<number> {
  const { tree } = chart;
  const open = new Set<number>();
  let node = chart.roots[0];
  while (node !== undefined && open.size < 40 && (tree.total[node] ?? 0) > tree.whole / 3) {
    open.add(node);
    node = childrenAt(chart, node)[0];
  }
  return open;
}

function visibleRows(chart: Chart, open: ReadonlySet<number>): readonly number[] {
  const rows: number[] = [];
  const waiting = [...chart.roots.subarray(0, MOST)].reverse();
  for (let node = waiting.pop(); node !== undefined && rows.length < 5000; node = waiting.pop()) {
    rows.push(node);
    if (open.has(node)) waiting.push(...childrenAt(chart, node).slice(0, MOST).reverse());
  }
  return rows;
}
