import { systemClock } from "@mission-control/series";
import { RefreshCw, X } from "lucide-react";
import { useEffect } from "react";
import { createPortal } from "react-dom";
import { putOldPageAway, useIsPageOld } from "../later/old-page.ts";
import { reloadOld } from "../later/reload-old.ts";
import { lookFor } from "../later/until-loaded.ts";

/** Says that parts of this page are not served any more, and what to do; where nobody is to do it, does it. */
export function OldPage() {
  // Beside the page, which a dialog makes inert.
  return useIsPageOld() ? createPortal(<Old />, document.body) : null;
}

function Old() {
  useEffect(() => {
    if (!isUntouched()) return undefined;
    return reloadOld(systemClock, {
      version: import.meta.url,
      kept: sessionStorage,
      isServed: async () => (await lookFor()) === "there",
      reload: () => location.reload(),
    });
  }, []);
  return (
    <div className="old-page" role="alert" data-testid="old-page" data-react-aria-top-layer>
      <RefreshCw size={15} aria-hidden />
      <p>
        A part of this page cannot be loaded: Mission Control may have been updated since it was opened. What
        is not saved is lost by a reload.
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Reload
      </button>
      <button type="button" className="icon-button" aria-label="Put away" onClick={putOldPageAway}>
        <X size={15} aria-hidden />
      </button>
    </div>
  );
}

/** A wall has nobody to press a button. */
const isUntouched = () =>
  location.pathname.startsWith("/wall/") || new URLSearchParams(location.search).has("kiosk");
