import type { Lane } from "@mission-control/contracts";
import { createHorizon, describeReader, type HorizonStyle } from "cubism-es";
import { BellRing, EllipsisVertical, type LucideIcon } from "lucide-react";
import { memo, useEffect, useMemo, useRef } from "react";
import { useTheStack } from "../cubism/stack-context.ts";
import { usePlaced } from "../cubism/use-drawing.ts";
import type { LaneRow as Row } from "../data/lane-rows.ts";
import { minuteText } from "../format/time.ts";
import { formatValue, unitLabel, valueText } from "../format/value.ts";
import { useMark } from "../marks/marks-context.ts";
import { useTheme } from "../style/theme.ts";
import { setText } from "./board.ts";
import type { RowName } from "./lane-name.ts";
import { valueAt } from "./latest.ts";
import { gapOf, rampsOf } from "./ramps-of.ts";
import { StoreName } from "./StoreName.tsx";
import { createSilence } from "./silence.ts";
import { useLanePx } from "./use-lane-px.ts";
import { useRowSight } from "./use-row-sight.ts";
import { useWall } from "./wall-context.ts";

/** One horizon row. React renders its frame; the horizon lies behind it on the wall's stack, and the board writes its value. */
export const LaneRow = memo(function LaneRow(props: {
  lane: Lane;
  id: string;
  rowKey: string;
  row: Row;
  name: RowName;
  Icon?: LucideIcon | undefined;
}) {
  const { lane, id, rowKey, row, name, Icon } = props;
  const wall = useWall();
  const theme = useTheme();
  const lanePx = useLanePx();
  const item = useRef<HTMLLIElement>(null);
  const picture = useRef<HTMLSpanElement>(null);
  const value = useRef<HTMLElement>(null);
  const { inSight, see } = useRowSight(row.metric);
  const mark = useMark(lane, row.labels);
  const alertWords = mark?.state === undefined ? "" : `${stateWords[mark.state]}: ${mark.name}`;
  const style = useMemo(
    (): HorizonStyle => ({
      metric: row.metric,
      height: lanePx,
      ramp: rampsOf(theme)[lane.ramp],
      gap: gapOf(theme),
      extent: { min: lane.min, max: lane.max },
    }),
    [row, lanePx, theme, lane.ramp, lane.min, lane.max],
  );
  const label = name.detail === "" ? name.title : `${name.title} ${name.detail}`;

  usePlaced<HorizonStyle>(createHorizon, useTheStack(), item, wall.context, style, see);

  useEffect(() => {
    const silentSince = createSilence(row.metric);
    const silence = () => {
      const sinceMs = silentSince();
      return sinceMs === undefined ? "" : `silent since ${minuteText(sinceMs, wall.context.endMs)}`;
    };
    return wall.board.add({
      inSight: () => inSight.current,
      write(column) {
        const at = valueAt(row.metric, column);
        const silent = column === null && Number.isNaN(at) ? silence() : "";
        const { number, unit } = silent === "" ? formatValue(at, lane.unit) : { number: silent, unit: "" };
        setText(value.current!.firstElementChild!, number);
        setText(value.current!.lastElementChild!, unit);
        value.current!.dataset.value = String(at);
        value.current!.classList.toggle("silent", silent !== "");
      },
      describe() {
        const words = describeReader(row.metric, (at) => valueText(at, lane.unit));
        const parts = [alertWords, silence(), words].filter((part) => part !== "");
        picture.current!.setAttribute("aria-label", `${label}: ${parts.join(", ")}`);
      },
    });
  }, [wall, row, inSight, lane.unit, label, alertWords]);

  return (
    <li
      ref={item}
      className="lane"
      data-testid="lane"
      data-expr={lane.expr}
      data-key={rowKey}
      data-alert={mark?.state}
      title={alertWords === "" ? undefined : alertWords}
      id={`lane-${id}`}
    >
      <span ref={picture} className="lane-picture" role="img" aria-label={label} />
      <span className="lane-name">
        {mark?.state !== undefined && <BellRing size={13} className="lane-alert" aria-hidden />}
        {Icon !== undefined && <Icon size={13} className="lane-icon" aria-hidden />}
        <span className="lane-title">{name.title}</span>
        {name.detail !== "" && <span className="lane-detail">{name.detail}</span>}
        <span className="lane-unit">{unitWords(unitLabel(lane.unit), mark?.condition ?? "")}</span>
        <StoreName lane={lane} />
      </span>
      <button
        type="button"
        className="lane-menu"
        aria-label={`${label}: more`}
        aria-haspopup="menu"
        data-lane-menu
        tabIndex={-1}
      >
        <EllipsisVertical size={14} aria-hidden />
      </button>
      <span ref={value} className="lane-value" data-testid="lane-value">
        <b />
        <small />
      </span>
    </li>
  );
});

/** The unit, and when a rule fires: "ms · > 300 ms for 5 min". */
const unitWords = (unit: string, condition: string) =>
  unit === "" || condition === "" ? unit + condition : `${unit} · ${condition}`;

const stateWords = {
  firing: "firing",
  pending: "about to fire",
  "no-data": "no data for its alert",
} as const;
