import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { lastWall } from "../data/last-wall.ts";
import { placeOfView } from "../data/use-views.ts";
import { useThemeChoice } from "./theme.ts";

const SearchDialog = lazy(() =>
  import("../search/SearchDialog.tsx").then((module) => ({ default: module.SearchDialog })),
);
const KeysHelp = lazy(() => import("./KeysHelp.tsx").then((module) => ({ default: module.KeysHelp })));

/** What can be done on every page: the palette, the list of keys, the pages, the theme. */
export function Anywhere() {
  const [open, setOpen] = useState<"search" | "keys">();
  const navigate = useNavigate();
  const [, choose] = useThemeChoice();
  const close = () => setOpen(undefined);
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
    <Suspense>
      {open === "search" && <SearchDialog onClose={close} />}
      {open === "keys" && <KeysHelp onClose={close} />}
    </Suspense>
  );
}
