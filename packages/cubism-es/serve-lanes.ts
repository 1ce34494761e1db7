import { type Columns, createColumns, moveColumns } from "./columns.ts";
import type { LaneMessage } from "./lane-worker.ts";
import type { AnyLook } from "./look.ts";
import { createCanvasSurface, type Surface } from "./surface.ts";

/** What is needed of a worker's own scope, `self`. */
export interface WorkerScope {
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}

interface Served {
  readonly surface: Surface;
  columns: number;
  data: Columns[];
  look: AnyLook | undefined;
}

/** Runs in a worker, for `createLaneWorker`: a worker's whole script is `serveLanes(self)`. */
export function serveLanes(scope: WorkerScope): void {
  const lanes = new Map<number, Served>();

  function obey(message: LaneMessage): void {
    if (message.do === "take") {
      const surface = createCanvasSurface(message.canvas);
      lanes.set(message.to, { surface, columns: 0, data: [], look: undefined });
      return;
    }
    const lane = lanes.get(message.to);
    if (lane === undefined) return;
    switch (message.do) {
      case "size":
        lane.columns = message.columns;
        lane.data = [];
        lane.surface.size(message.columns, message.rows);
        break;
      case "draw":
        draw(lane, message.stroke);
        break;
      default:
        lane.data = [];
        lane.surface[message.do]();
    }
  }

  scope.addEventListener("message", ({ data }) => {
    if (Array.isArray(data)) for (const message of data as LaneMessage[]) obey(message);
  });
}

type SentStroke = Extract<LaneMessage, { do: "draw" }>["stroke"];

function draw(lane: Served, { values, at, look = lane.look, ...stroke }: SentStroke): void {
  if (look === undefined) return;
  lane.look = look;
  while (lane.data.length < values.length) lane.data.push(createColumns(lane.columns));
  lane.data.length = values.length;
  values.forEach(([mean, min = mean, max = mean], i) => {
    if (mean === undefined || min === undefined || max === undefined) return;
    const data = lane.data[i]!;
    moveColumns(data, stroke.by);
    data.mean.set(mean, at);
    data.min.set(min, at);
    data.max.set(max, at);
  });
  lane.surface.draw({ ...stroke, look, data: lane.data });
}
