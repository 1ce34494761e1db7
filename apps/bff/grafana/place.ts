import { panelGrid } from "@mission-control/contracts";
import type { Dashboard, DashboardPanel, DashboardRow } from "./shape.ts";

/** Where a panel stands, in units of our grid. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What becomes a section: its panels in the order in which they are read, each with its place in it. */
export interface Stretch {
  readonly title: string;
  readonly repeat?: string;
  readonly panels: readonly { readonly panel: DashboardPanel; readonly place: Place }[];
}

/** A row of Grafana's grid with the gap below it, px. */
const GRAFANA_ROW_PX = 38;
/** Columns of a row before there was a grid, its height where it says none, and what it can say, px. */
const SPANS = 12;
const ROW_PX = 250;
const MOST_ROWS = 100;

const FIRST_TITLE = "Overview";

/** The parts of a dashboard from top to bottom, of rows as of a grid. */
export function layOut({ panels, rows }: Pick<Dashboard, "panels" | "rows">): Stretch[] {
  const stretches = (rows ?? []).length > 0 ? ofRows(rows ?? []) : [];
  return [...stretches, ...ofGrid(panels ?? [])].filter((each) => each.panels.length > 0);
}

function ofGrid(panels: readonly DashboardPanel[]): Stretch[] {
  const inOrder = panels.toSorted((a, b) => yOf(a) - yOf(b) || xOf(a) - xOf(b));
  const stretches: { title: string; repeat?: string; own: DashboardPanel[] }[] = [
    { title: FIRST_TITLE, own: [] },
  ];
  for (const panel of inOrder) {
    if (panel.type !== "row") {
      stretches.at(-1)!.own.push(panel);
      // A panel that is no row and holds others: they are not lost.
      stretches.at(-1)!.own.push(...(panel.panels ?? []));
      continue;
    }
    const title = panel.title?.trim() || `Row ${stretches.length}`;
    stretches.push({ title, own: [...(panel.panels ?? [])], ...(panel.repeat && { repeat: panel.repeat }) });
  }
  return stretches.map(({ own, ...rest }) => ({ ...rest, panels: placeOnGrid(own) }));
}

/**
 * Grafana's rows are taller than ours, and what is shown in two of them wants more here: edges are moved, so that what touched
 * still does, nothing covers another, and only where something is too low all beside it grows.
 */
function placeOnGrid(panels: readonly DashboardPanel[]): Stretch["panels"] {
  const inOrder = panels.toSorted((a, b) => yOf(a) - yOf(b) || xOf(a) - xOf(b));
  const edge = edgesOf(inOrder);
  let below = 0;
  return inOrder.map((panel) => {
    const isPlaced = panel.gridPos?.w !== undefined && panel.gridPos.h !== undefined;
    const [from, to] = [edge(yOf(panel)), edge(yOf(panel) + hOf(panel))];
    const w = whole(panel.gridPos?.w ?? panelGrid.columns / 2, 1, panelGrid.columns);
    const x = whole(xOf(panel), 0, panelGrid.columns - w);
    const y = whole(isPlaced ? from : below, 0, 10_000);
    const h = whole(to - from, 1, MOST_ROWS);
    below = Math.max(below, y + h);
    return { panel, place: { x, y, w, h } };
  });
}

/** Where an edge of Grafana's grid is on ours, counted from the uppermost. */
function edgesOf(panels: readonly DashboardPanel[]): (y: number) => number {
  const top = Math.min(...panels.map(yOf));
  const usual = GRAFANA_ROW_PX / panelGrid.rowPx;
  /** How much more than usual a row has to be. */
  const more = new Map<number, number>();
  for (const panel of panels) {
    const each = leastRows(panel) / hOf(panel) - usual;
    if (each <= 0) continue;
    for (let row = yOf(panel); row < yOf(panel) + hOf(panel); row++) {
      more.set(row, Math.max(each, more.get(row) ?? 0));
    }
  }
  const rows = [...more];
  return (y) => {
    const extra = rows.reduce((sum, [row, by]) => (row < y ? sum + by : sum), 0);
    return Math.round((y - top) * usual + extra);
  };
}

/** The fewest of our rows in which a panel can be read. */
const leastRows = ({ type }: DashboardPanel): number =>
  /stat|gauge/.test(type) ? 4 : type === "text" ? 2 : 3;

const yOf = ({ gridPos }: DashboardPanel): number => finite(gridPos?.y);
const xOf = ({ gridPos }: DashboardPanel): number => finite(gridPos?.x);
const hOf = ({ gridPos }: DashboardPanel): number => whole(gridPos?.h ?? 8, 1, MOST_ROWS);
const finite = (value = 0): number => whole(value, 0, 1e6);

const whole = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, Number.isFinite(value) ? Math.round(value) : least));

function ofRows(rows: readonly DashboardRow[]): Stretch[] {
  // As Grafana has it: where no row shows its title, all of them are one stretch.
  const areTitled = rows.some(
    ({ showTitle, collapse, repeat }) => showTitle === true || collapse === true || repeat,
  );
  if (!areTitled) {
    let below = 0;
    const panels = rows.flatMap((row) => {
      const placed = placeInRow(row, below);
      below = Math.max(below, ...placed.map(({ place }) => place.y + place.h));
      return placed;
    });
    return [{ title: FIRST_TITLE, panels }];
  }
  return rows.map((row, i) => {
    const title = row.title?.trim() || `Row ${i + 1}`;
    return { title, panels: placeInRow(row, 0), ...(row.repeat && { repeat: row.repeat }) };
  });
}

function placeInRow(row: DashboardRow, top: number): Stretch["panels"] {
  const px = typeof row.height === "number" ? row.height : Number.parseFloat(row.height ?? "");
  const least = Math.max(3, ...(row.panels ?? []).map(leastRows));
  const h = whole((Number.isFinite(px) ? px : ROW_PX) / panelGrid.rowPx, least, MOST_ROWS);
  let [x, y] = [0, top];
  return (row.panels ?? []).map((panel) => {
    const w = whole((panel.span ?? SPANS / 3) * (panelGrid.columns / SPANS), 1, panelGrid.columns);
    if (x + w > panelGrid.columns) [x, y] = [0, y + h];
    const place = { x, y: whole(y, 0, 10_000), w, h };
    x += w;
    return { panel, place };
  });
}
