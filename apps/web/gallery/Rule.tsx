import { createRule } from "cubism-es";
import { createNavigation } from "cubism-es/page";
import { type RefObject, useEffect, useRef } from "react";
import { useTheme } from "../style/theme.ts";
import { useStage } from "./gallery-context.ts";
import { steps } from "./gallery-model.ts";
import type { Signal } from "./signals.ts";

const markColours = { dark: "#ffffffa6", light: "#0c111ba6" } as const;

/**
 * What hands do on a surface of lanes: the line follows the pointer, dragging and the wheel move and zoom its time. With
 * `events` there are lines wherever something happened, too.
 */
export function Rule(props: { surface: RefObject<HTMLElement | null>; events?: Signal | undefined }) {
  const { surface, events } = props;
  const { context, feed } = useStage();
  const theme = useTheme();
  const line = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const navigation = createNavigation({ context, surface: surface.current!, stepsMs: steps });
    return navigation.destroy;
  }, [context, surface]);

  useEffect(() => {
    const fed = events === undefined ? undefined : feed.feed(events);
    const unwatch = fed === undefined ? undefined : feed.watch(fed);
    const rule = createRule({
      context,
      surface: surface.current!,
      line: line.current!,
      events: fed && { metric: fed.metric, canvas: canvas.current!, colour: markColours[theme] },
    });
    return () => {
      rule.destroy();
      unwatch?.();
    };
  }, [context, feed, surface, events, theme]);

  return (
    <>
      {events !== undefined && <canvas ref={canvas} className="marks" aria-hidden />}
      <div ref={line} className="rule" data-testid="gallery-rule" hidden />
    </>
  );
}
