import { type Labels, labelsOf, METRIC_NAME } from "@mission-control/series";

const MOST = 20_000;

/**
 * Labels of a metric name and its own labels, with `base` beside them: made once and the same object after that. A metric name
 * always comes with the same label names, so that the values alone tell its series apart.
 */
export function createLabelCache(base: Readonly<Record<string, string>>) {
  const known = new Map<string, Labels>();
  return (name: string, own?: Readonly<Record<string, string>>): Labels => {
    let key = name;
    for (const label in own) key += `\0${own[label]}`;
    let labels = known.get(key);
    if (labels === undefined) {
      if (known.size >= MOST) known.clear();
      labels = labelsOf([...Object.entries(base), ...Object.entries(own ?? {}), [METRIC_NAME, name]]);
      known.set(key, labels);
    }
    return labels;
  };
}
