import { Button } from "react-aria-components";
import { failureOf } from "../data/outcome.ts";
import { useViewVersions } from "../data/use-keep-view.ts";
import { newsSince } from "./news.ts";
import type { ShownView } from "./use-save-view.ts";
import { VersionChanges } from "./VersionChanges.tsx";

/** What somebody else did to this view since it was opened: nothing goes over it unseen. */
export function Meanwhile(props: {
  view: ShownView;
  message: string;
  onOver: (onto: number) => void;
  onTheirs: () => void;
}) {
  const { view, message, onOver, onTheirs } = props;
  const versions = useViewVersions(view.slug);
  const isGone = versions.error !== null && failureOf(versions.error).code === "not_found";
  if (isGone) {
    return (
      <>
        <p role="alert">
          Somebody else removed this view since you opened it. What you have of it is still here, and can be
          kept as a new view.
        </p>
        <footer>
          <Button className="button" onPress={() => onOver(0)} autoFocus>
            Save as a new view
          </Button>
        </footer>
      </>
    );
  }
  const news = newsSince(versions.data ?? [], view.version ?? 0);
  const newest = news[0]?.version;
  return (
    <>
      <p role="alert">{message}</p>
      {versions.error !== null && <p className="text-bad">{versions.error.message}</p>}
      <ol className="versions">
        {news.map((each) => (
          <VersionChanges key={each.version} {...each} />
        ))}
      </ol>
      <footer>
        <Button className="button" onPress={onTheirs} autoFocus>
          Look at theirs
        </Button>
        {newest !== undefined && (
          <Button className="button" onPress={() => onOver(newest)}>
            Save mine over it
          </Button>
        )}
      </footer>
    </>
  );
}
