import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useServices } from "../data/services.ts";
import { type ShownNotice, shownNoticeOf } from "./shown-notice.ts";

/** Shows notices as the browser does, where it was allowed to; a click leads to what they are about. */
export function BrowserNotices() {
  const { link } = useServices();
  const navigate = useNavigate();
  useEffect(
    () =>
      link.onEvents((events) => {
        if (Notification.permission !== "granted") return;
        for (const event of events) {
          const shown = shownNoticeOf(event);
          if (shown !== undefined) show(shown, (path) => void navigate({ href: path }));
        }
      }),
    [link, navigate],
  );
  return null;
}

function show({ tag, title, body, path }: ShownNotice, go: (path: string) => void): void {
  try {
    const notification = new Notification(title, { body, tag });
    notification.onclick = () => {
      window.focus();
      if (path !== undefined) go(path);
      notification.close();
    };
  } catch {
    // Browsers of phones show them for installed pages only; there the page itself says what fires.
  }
}
