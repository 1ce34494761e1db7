import { useNavigate } from "@tanstack/react-router";
import { Suspense, useRef, useState } from "react";
import { useActions } from "./actions/actions.ts";
import { Opened } from "./chrome/Opened.tsx";
import { TypedAhead } from "./chrome/TypedAhead.tsx";
import { lastWall } from "./data/last-wall.ts";
import { placeOfView } from "./data/use-views.ts";
import { later } from "./later/later.ts";
import { useThemeChoice } from "./style/theme.ts";

const SearchDialog = later(async () => (await import("./search/SearchDialog.tsx")).SearchDialog);
const KeysHelp = later(async () => (await import("./chrome/KeysHelp.tsx")).KeysHelp);

/** What can be done on every page: the palette, the list of keys, the pages, the theme. */
export function Anywhere() {
  const [open, setOpen] = useState<"search" | "keys">();
  const navigate = useNavigate();
  const [, choose] = useThemeChoice();
  const typedAhead = useRef("");
  const close = () => {
    typedAhead.current = "";
    setOpen(undefined);
  };
  useActions({
    search: () => setOpen("search"),
    keys: () => setOpen("keys"),
    "go-wall": () => {
      const { slug, search } = lastWall();
      void navigate({ ...placeOfView(slug), search });
    },
    "go-views": () => void navigate({ to: "/views" }),
    "new-view": () => void navigate({ to: "/views/new" }),
    "new-alert-rule": () => void navigate({ to: "/alerts/rules/new" }),
    "go-alerts": () => void navigate({ to: "/alerts" }),
    "go-alert-history": () => void navigate({ to: "/alerts/history" }),
    "go-rules": () => void navigate({ to: "/alerts/rules" }),
    "go-silences": () => void navigate({ to: "/alerts/silences" }),
    "go-channels": () => void navigate({ to: "/alerts/channels" }),
    "go-notices": () => void navigate({ to: "/alerts/notices" }),
    "go-explore": () => void navigate({ to: "/explore" }),
    "go-functions": () => void navigate({ to: "/functions" }),
    "go-metadata": () => void navigate({ to: "/metadata" }),
    "go-probes": () => void navigate({ to: "/probes" }),
    "go-sources": () => void navigate({ to: "/sources" }),
    "go-gallery": () => void navigate({ to: "/gallery" }),
    "send-data": () => void navigate({ to: "/sources", hash: "start" }),
    "theme-dark": () => choose("dark"),
    "theme-light": () => choose("light"),
    "theme-system": () => choose("system"),
  });
  return (
    <>
      <Suspense fallback={<TypedAhead typed={typedAhead} onClose={close} />}>
        {open === "search" && <SearchDialog typedAhead={typedAhead} onClose={close} />}
      </Suspense>
      <Opened onClose={close}>{open === "keys" && <KeysHelp onClose={close} />}</Opened>
    </>
  );
}
