import { TopBar } from "../chrome/TopBar.tsx";

const TILES = [0, 1, 2, 3, 4];
const LANES = [...Array(24).keys()];

/** The shape of the wall while the view is on its way; it appears after 200 ms. */
export function WallSkeleton({ failure }: { failure: string | undefined }) {
  return (
    <>
      <TopBar title="Mission Control" note={failure} />
      <div className="wall-page skeleton" aria-busy="true">
        <main className="wall-main" aria-label="The wall is being fetched">
          <ul className="tiles" aria-hidden>
            {TILES.map((tile) => (
              <li key={tile} className="tile">
                <i />
                <i />
                <i />
              </li>
            ))}
          </ul>
          <div className="axis-row" />
          {LANES.map((lane) => (
            <div key={lane} className="lane" />
          ))}
        </main>
        <aside className="events" aria-hidden />
      </div>
    </>
  );
}
