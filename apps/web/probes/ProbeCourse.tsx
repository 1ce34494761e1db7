import type { ProbeStand } from "@mission-control/contracts";
import { courseText } from "./probe-words.ts";

/** Checks that a strip has room for. */
const SLOTS = 40;
/** No check is lower than this part of the strip. */
const LEAST = 0.18;

/** The newest checks, the newest at the right: as high as each took long; one that failed stands out. */
export function ProbeCourse({ course }: { course: ProbeStand["course"] }) {
  const longest = Math.max(1, ...course.map(({ tookMs }) => tookMs));
  return (
    <svg
      className="probe-strip"
      viewBox={`0 0 ${SLOTS} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={courseText(course)}
    >
      {course.slice(0, SLOTS).map(({ atMs, ok, tookMs }, i) => {
        const height = ok ? Math.max(LEAST, tookMs / longest) : 1;
        return (
          <rect
            key={atMs}
            className={ok ? "ok" : "failed"}
            x={SLOTS - 1 - i + 0.12}
            width={0.76}
            y={1 - height}
            height={height}
          />
        );
      })}
    </svg>
  );
}
