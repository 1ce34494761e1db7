import type { Replay } from "@mission-control/contracts";
import { spanText } from "./replay-words.ts";

const WEEK_MS = 7 * 86_400_000;

/** What a rule would ask of people: how often, for how long, after a deploy, to and fro. */
export function ReplayFigures({ replay }: { replay: Replay }) {
  const { firings, perWeek, medianMs, flaps, nearDeploy } = replay.stats;
  const isPace = replay.toMs - replay.fromMs < WEEK_MS * 0.99 && firings > 0;
  return (
    <dl className="rule-figures" data-testid="replay-figures">
      <Figure words={isPace ? "alerts a week, at this pace" : "alerts a week"} value={rounded(perWeek)} />
      <Figure words="median length" value={medianMs === null ? "–" : spanText(medianMs)} />
      <Figure
        words="within 10 min of a deploy"
        value={firings === 0 ? "–" : `${nearDeploy.toLocaleString("en")} of ${firings.toLocaleString("en")}`}
      />
      <Figure words="cleared and fired again (flap)" value={flaps.toLocaleString("en")} isOdd={flaps > 0} />
    </dl>
  );
}

function Figure({ words, value, isOdd = false }: { words: string; value: string; isOdd?: boolean }) {
  return (
    <div data-odd={isOdd || undefined}>
      <dt>{words}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const rounded = (count: number): string =>
  count.toLocaleString("en", { maximumFractionDigits: count < 10 ? 1 : 0 });
