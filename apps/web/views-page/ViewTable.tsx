import type { ViewSummary } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { Blocks, FileText, Star } from "lucide-react";
import { useServices } from "../data/services.ts";
import { placeOfView } from "../data/use-views.ts";
import { exactTime, lengthText } from "../format/time.ts";
import { toggleStar } from "../views/own-views.ts";
import type { ViewAct } from "./ViewDialogs.tsx";
import { ViewMenu } from "./ViewMenu.tsx";

/** A row for each view: what it is for, whose it is, and where it is kept. */
export function ViewTable(props: {
  views: readonly ViewSummary[];
  stars: readonly string[];
  onAct: (act: ViewAct) => void;
}) {
  const { views, stars, onAct } = props;
  const { link } = useServices();
  const nowMs = link.nowMs();
  return (
    <div className="panel views-panel">
      <table className="table views-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Star</span>
            </th>
            <th scope="col">View</th>
            <th scope="col">Owner</th>
            <th scope="col">Saved</th>
            <th scope="col">
              <span className="sr-only">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {views.map((view) => (
            <tr key={view.slug} data-testid="view-row" data-slug={view.slug}>
              <td className="view-star">
                <StarButton view={view} isOn={stars.includes(view.slug)} />
              </td>
              <th scope="row">
                <Link {...placeOfView(view.slug)} className="view-name">
                  {view.name}
                </Link>
                {view.tags.map((tag) => (
                  <span key={tag} className="tag">
                    {tag}
                  </span>
                ))}
                {view.description !== "" && <p>{view.description}</p>}
              </th>
              <td className="view-owner">{view.owner}</td>
              <td className="view-saved">
                <Kept view={view} nowMs={nowMs} />
              </td>
              <td className="view-more">
                <ViewMenu view={view} onAct={onAct} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StarButton({ view, isOn }: { view: ViewSummary; isOn: boolean }) {
  return (
    <button
      type="button"
      className="icon-button star"
      aria-pressed={isOn}
      aria-label={`Star ${view.name}`}
      title={isOn ? "Take the star away" : "Give it a star: it stands first, in this browser"}
      onClick={() => toggleStar(view.slug)}
    >
      <Star size={15} aria-hidden fill={isOn ? "currentColor" : "none"} />
    </button>
  );
}

/** Where a view is kept, when it was saved and by whom. */
function Kept({ view, nowMs }: { view: ViewSummary; nowMs: number }) {
  const { builtIn, file, savedMs, savedBy } = view;
  if (builtIn)
    return (
      <span className="kept">
        <Blocks size={13} aria-hidden /> built in
      </span>
    );
  const when =
    savedMs === undefined ? undefined : (
      <time dateTime={new Date(savedMs).toISOString()} title={exactTime(savedMs)}>
        {lengthText(nowMs - savedMs)} ago
      </time>
    );
  if (file !== undefined)
    return (
      <>
        {when}
        <span className="kept" title="It is changed in its file; saving it here makes a copy">
          <FileText size={13} aria-hidden /> from a file: <code>{file}</code>
        </span>
      </>
    );
  return (
    <>
      {when}
      {savedBy !== undefined && <span className="kept">by {savedBy}</span>}
    </>
  );
}
