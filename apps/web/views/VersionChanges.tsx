import type { ViewVersion } from "@mission-control/contracts";
import type { ReactNode } from "react";
import { useServices } from "../data/services.ts";
import { minuteText } from "../format/time.ts";

/** A version of a view: who saved it when, and what that changed. */
export function VersionChanges(props: ViewVersion & { children?: ReactNode }) {
  const { version, savedMs, savedBy, changes, children } = props;
  const { clock } = useServices();
  return (
    <li>
      <h3>
        Version {version}
        <small>
          {minuteText(savedMs, clock.now())}
          {savedBy !== "" && `, ${savedBy}`}
        </small>
        {children}
      </h3>
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
        {changes.length === 0 && (
          <li>{version === 1 ? "as it was first saved" : "the oldest that is kept"}</li>
        )}
      </ul>
    </li>
  );
}
