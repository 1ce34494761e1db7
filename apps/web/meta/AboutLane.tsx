import { AboutDialog } from "./AboutDialog.tsx";
import { subjectOfExpr } from "./lane-of-expr.ts";

/** What is said of the metric that a lane's expression is about; of a histogram, of all its parts. */
export function AboutLane({ expr, onClose }: { expr: string; onClose: () => void }) {
  const subject = subjectOfExpr(expr);
  if (subject === undefined) return null;
  const metric = subject.metric.replace(/_bucket$/, "");
  const labels = Object.fromEntries(subject.labels);
  return (
    <AboutDialog match={{ metric, ...(subject.labels.size > 0 && { labels }) }} whole onClose={onClose} />
  );
}
