import { type ReadViews, readViews, type ViewText } from "./read-views.ts";

/** Reads one text of views on a thread of its own. */
export default function readViewsTask(task: ViewText): ReadViews {
  return readViews(task);
}
