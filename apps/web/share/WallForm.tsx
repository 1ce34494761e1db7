import type { MadeShare, ShownView, View } from "@mission-control/contracts";
import { MonitorPlay, Tv } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "react-aria-components";
import { rangeOf } from "../data/ranges.ts";
import type { WallSearch } from "../data/url-state.ts";
import { useViews } from "../data/use-views.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { LinkToCopy } from "./LinkToCopy.tsx";
import { shownOf } from "./shown-search.ts";
import { useShares } from "./use-shares.ts";

const LEAST_S = 5;
const MOST_S = 3_600;

/** Shows this view, or several in turn, on a screen: on this one, or on another by a link of its own. */
export function WallForm(props: { view: View; search: WallSearch; onClose: () => void }) {
  const { view, search, onClose } = props;
  const { data: views = [] } = useViews();
  const [, change] = useWallSearch();
  const { make } = useShares();
  const ids = useId();
  const [chosen, setChosen] = useState<readonly string[]>([view.slug]);
  const [every, setEvery] = useState("30");
  const [made, setMade] = useState<MadeShare>();
  const [fault, setFault] = useState<string>();
  const everyS = Number(every);
  const isGood = chosen.length > 0 && Number.isInteger(everyS) && everyS >= LEAST_S && everyS <= MOST_S;
  // In the order in which they are listed.
  const slugs = views.map(({ slug }) => slug).filter((slug) => chosen.includes(slug));

  const showHere = () => {
    onClose();
    const isOne = slugs.length === 1 && slugs[0] === view.slug;
    change({ kiosk: isOne ? "" : slugs.join(","), every: everyS }, "replace");
  };
  const makeLink = async () => {
    const shown = slugs.map(
      (slug): ShownView =>
        slug === view.slug
          ? shownOf(view, search, false)
          : { slug, search: "", lanes: [], variables: {}, rangeMs: rangeOf(search.range).ms },
    );
    const outcome = await make({ kind: "wall", title: "", views: shown, everyS, lifeMs: null });
    setFault(outcome.ok ? undefined : outcome.failure.message);
    if (outcome.ok) setMade(outcome.value);
  };

  return (
    <>
      <p>
        Only the wall, on a full screen that stays awake. A pointer that moves holds the turn, arrows step,
        Esc leaves.
      </p>
      <fieldset className="share-views">
        <legend>Views that take turns</legend>
        <div className="share-views-list" tabIndex={-1}>
          {views.map(({ slug, name }) => (
            <label key={slug} className="share-check">
              <input
                type="checkbox"
                checked={chosen.includes(slug)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, slug] : chosen.filter((each) => each !== slug))
                }
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="share-field" htmlFor={`${ids}-every`}>
        Seconds for each
        <input
          id={`${ids}-every`}
          type="number"
          min={LEAST_S}
          max={MOST_S}
          value={every}
          onChange={(event) => setEvery(event.target.value)}
        />
      </label>
      {!isGood && (
        <p role="alert" className="text-bad">
          Choose a view, and {LEAST_S} to {MOST_S.toLocaleString("en")} seconds.
        </p>
      )}
      {fault !== undefined && (
        <p role="alert" className="text-bad">
          {fault}
        </p>
      )}
      <div className="share-buttons">
        <Button className="button" isDisabled={!isGood} onPress={showHere}>
          <MonitorPlay size={14} aria-hidden /> Show on this screen
        </Button>
        <Button className="button" isDisabled={!isGood} onPress={() => void makeLink()}>
          <Tv size={14} aria-hidden /> Make a link for another screen
        </Button>
      </div>
      {made !== undefined && (
        <>
          <LinkToCopy url={location.origin + made.path} label="the wall's link" />
          <p className="share-note">
            Copy it now: only its fingerprint is kept. It opens these views and nothing else until you revoke
            it.
          </p>
        </>
      )}
    </>
  );
}
