import { systemClock } from "@mission-control/series";
import { RefreshCw } from "lucide-react";
import { useEffect } from "react";
import { useIsPageOld } from "../later/old-page.ts";
import { reloadOnce } from "../later/reload-once.ts";
import { isPageServed } from "../later/until-loaded.ts";

/** Says that parts of this page are not served any more, and what to do; where nobody is to do it, does it. */
export function OldPage() {
  return useIsPageOld() ? <Old /> : null;
}

function Old() {
  useEffect(() => {
    if (!isUntouched()) return undefined;
    return reloadOnce(systemClock, {
      version: import.meta.url,
      kept: sessionStorage,
      isServed: isPageServed,
      reload: () => location.reload(),
    });
  }, []);
  return (
    <div className="old-page" role="alert" data-testid="old-page">
      <RefreshCw size={15} aria-hidden />
      <p>
        A part of this page cannot be loaded: Mission Control may have been updated since it was opened. What
        is not saved is lost by a reload.
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  );
}

/** A wall has nobody to press a button. */
const isUntouched = () =>
  location.pathname.startsWith("/wall/") || new URLSearchParams(location.search).has("kiosk");
