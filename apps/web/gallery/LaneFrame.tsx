import type { ReactNode, RefObject } from "react";
import { unitLabel } from "../format/value.ts";
import type { LaneTexts } from "./use-lane-reading.ts";

/** What all lanes have around their picture: the name at the left, the value at the right. */
export function LaneFrame(props: {
  texts: LaneTexts;
  item: RefObject<HTMLLIElement | null>;
  value: RefObject<HTMLSpanElement | null>;
  /** The picture, or what stands for it. */
  children: ReactNode;
}) {
  const { texts, item, value, children } = props;
  return (
    <li ref={item} className="lane" data-testid="gallery-lane">
      {children}
      <span className="lane-name">
        <span className="lane-title">{texts.label}</span>
        <span className="lane-unit">{unitLabel(texts.unit)}</span>
      </span>
      <span ref={value} className="lane-value" data-testid="gallery-value">
        <b />
        <small />
      </span>
    </li>
  );
}
