import { memo, useLayoutEffect, useRef, useState } from "react";
import { StackProvider } from "../cubism/stack-context.ts";
import { useStack } from "../cubism/use-stack.ts";
import { Axis } from "./Axis.tsx";
import { fiveHundred, type MadeGroup } from "./five-hundred.ts";
import { useStage } from "./gallery-context.ts";
import { Rule } from "./Rule.tsx";
import { WallLane, type WallLook } from "./WallLane.tsx";

const Group = memo(function Group({ group, look }: { group: MadeGroup; look: WallLook }) {
  const id = `group-${group.name}`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="section-head made">
        {group.name} <small>{group.lanes.length} lanes</small>
      </h3>
      <ul className="lane-list" aria-labelledby={id}>
        {group.lanes.map((made) => (
          <WallLane key={made.name} made={made} group={group.name} look={look} />
        ))}
      </ul>
    </section>
  );
});

/** The 500 lanes below their axis, in a window of their own that scrolls. */
export function FiveHundred({ look, columnPx }: { look: WallLook; columnPx: number }) {
  const stage = useStage();
  const body = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [laid, setLaid] = useState(false);
  const stack = useStack(surface, stage.context, laid);

  useLayoutEffect(() => {
    const element = body.current!;
    const lay = () => {
      const width = element.clientWidth;
      stage.lay(width, columnPx);
      const { size } = stage.context;
      element.style.setProperty("--lanes-px", `${size * columnPx}px`);
      element.style.setProperty("--over-px", `${size * columnPx - width}px`);
      if (size > 0) setLaid(true);
    };
    const observer = new ResizeObserver(lay);
    observer.observe(element);
    lay();
    return () => observer.disconnect();
  }, [stage, columnPx]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section className="five-hundred" aria-label="500 lanes" tabIndex={0} data-testid="five-hundred">
      <div ref={body} className="wall-body">
        {laid && (
          <>
            <Axis />
            <div ref={surface} className="wall-lanes">
              {/* Rendered once, as they would stand nowhere before. */}
              {stack !== undefined && (
                <StackProvider value={stack}>
                  {fiveHundred.map((group) => (
                    <Group key={group.name} group={group} look={look} />
                  ))}
                </StackProvider>
              )}
              <Rule surface={surface} />
            </div>
          </>
        )}
      </div>
    </section>
  );
}
