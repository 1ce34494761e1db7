import { BellRing } from "lucide-react";
import { useState } from "react";

/** Whether this browser shows notices, and the button that asks it to. */
export function AllowNotices() {
  const isAble = "Notification" in window;
  const [permission, setPermission] = useState(isAble ? Notification.permission : "denied");
  if (!isAble) return <p className="text-faint">This browser has no notifications.</p>;
  if (permission === "granted")
    return <p className="text-faint">This browser shows them while a page of Mission Control is open.</p>;
  if (permission === "denied") {
    return (
      <p className="text-faint">
        This browser refuses them: allow notifications for this page in its settings.
      </p>
    );
  }
  return (
    <div className="row-acts">
      <button
        type="button"
        className="button small"
        onClick={() => void Notification.requestPermission().then(setPermission)}
      >
        <BellRing size={13} aria-hidden /> Show them in this browser
      </button>
    </div>
  );
}
