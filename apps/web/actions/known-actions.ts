import { type RangeName, ranges } from "../data/ranges.ts";
import type { ThemeChoice } from "../style/theme.ts";

/** Where something can be done, in the order in which the keys are listed. */
export const places = ["Anywhere", "On the wall", "While editing", "In the gallery"] as const;
type Place = (typeof places)[number];

/** Something that can be done. What is `keysOnly` makes no sense but by its keys. */
export interface KnownAction {
  readonly place: Place;
  readonly label: string;
  /** As `useKeys` names them. */
  readonly keys?: readonly string[];
  readonly keysOnly?: boolean;
  /** Its keys are heard by whoever offers it, because in a text field they mean something else. */
  readonly keysHeard?: true;
  /** Further words by which it is found. */
  readonly words?: string;
}

const named = {
  search: {
    place: "Anywhere",
    label: "Go to a view, a metric, a deploy or an action",
    keys: ["mod+k"],
    keysOnly: true,
  },
  filter: { place: "Anywhere", label: "Filter what is shown", keys: ["/"], words: "find narrow" },
  keys: { place: "Anywhere", label: "Show the keys", keys: ["?"], words: "shortcuts help" },
  "go-wall": { place: "Anywhere", label: "Go to the wall", keys: ["g w"], words: "page home" },
  "go-views": { place: "Anywhere", label: "Go to the views", keys: ["g v"], words: "page" },
  "go-alerts": {
    place: "Anywhere",
    label: "Go to the alerts",
    keys: ["g a"],
    words: "page firing acknowledge pager",
  },
  "go-alert-history": { place: "Anywhere", label: "Go to the history of alerts", words: "page timeline" },
  "go-rules": { place: "Anywhere", label: "Go to the alert rules", words: "page import export prometheus" },
  "go-silences": { place: "Anywhere", label: "Go to the silences", words: "page mute quiet inhibit" },
  "go-channels": { place: "Anywhere", label: "Go to the channels", words: "page e-mail sms web hook notify" },
  "go-notices": {
    place: "Anywhere",
    label: "Go to the log of notices",
    words: "page sent delivery messages",
  },
  "go-explore": { place: "Anywhere", label: "Go to Explore", keys: ["g e"], words: "page metrics browser" },
  "go-functions": { place: "Anywhere", label: "Go to the functions", keys: ["g f"], words: "page" },
  "go-metadata": { place: "Anywhere", label: "Go to the metadata", keys: ["g m"], words: "page names units" },
  "go-probes": {
    place: "Anywhere",
    label: "Go to the probes",
    keys: ["g p"],
    words: "page checks uptime certificate",
  },
  "go-sources": { place: "Anywhere", label: "Go to the sources", keys: ["g s"], words: "page status" },
  "go-gallery": { place: "Anywhere", label: "Go to the gallery", keys: ["g g"], words: "page" },
  "send-data": { place: "Anywhere", label: "How to send data here", words: "start onboarding demo setup" },
  "new-alert-rule": {
    place: "Anywhere",
    label: "Make an alert",
    keys: ["a"],
    words: "new alert rule create threshold notify",
  },
  "new-view": { place: "Anywhere", label: "New view", keys: ["n"], words: "create make empty" },
  "save-view": { place: "On the wall", label: "Save this view", keys: ["s"], words: "keep name" },
  "view-versions": { place: "On the wall", label: "Versions of this view", words: "history restore remove" },
  "edit-view": { place: "On the wall", label: "Edit this view", keys: ["e"], words: "arrange" },
  "share-view": { place: "On the wall", label: "Share this view", words: "link snapshot" },
  "copy-link": { place: "On the wall", label: "Copy the link to what is shown", words: "address url" },
  kiosk: { place: "On the wall", label: "Kiosk: only the wall", keys: ["k"], words: "full screen rotate" },
  pause: { place: "On the wall", label: "Pause or resume live", keys: [" "], words: "stop" },
  "deploy-back": { place: "On the wall", label: "To the deploy before", keys: ["["] },
  "deploy-on": { place: "On the wall", label: "To the next deploy", keys: ["]"] },
  "fold-all": { place: "On the wall", label: "Fold all sections", words: "collapse" },
  "unfold-all": { place: "On the wall", label: "Unfold all sections", words: "expand" },
  "rule-back": {
    place: "On the wall",
    label: "Move the rule back by a column, with Shift by ten",
    keys: ["ArrowLeft"],
    keysOnly: true,
  },
  "rule-on": {
    place: "On the wall",
    label: "Move the rule on by a column, with Shift by ten",
    keys: ["ArrowRight"],
    keysOnly: true,
  },
  "next-lane": {
    place: "On the wall",
    label: "From a lane to the next, once one is focused",
    keys: ["ArrowUp", "ArrowDown"],
    keysOnly: true,
  },
  "let-go": {
    place: "On the wall",
    label: "Let go of the rule; then back to live",
    keys: ["Escape"],
    keysOnly: true,
  },
  "edit-undo": { place: "While editing", label: "Undo", keys: ["mod+z"], keysHeard: true, words: "back" },
  "edit-redo": { place: "While editing", label: "Redo", keys: ["mod+y"], keysHeard: true, words: "again" },
  "edit-paste": {
    place: "While editing",
    label: "Paste lanes and panels",
    keys: ["mod+v"],
    keysHeard: true,
    words: "clipboard copied",
  },
  "edit-variables": { place: "While editing", label: "Variables of this view", words: "choose template" },
  "edit-done": { place: "While editing", label: "Done: look at the view", words: "leave stop editing" },
  "gallery-zoom-in": { place: "In the gallery", label: "Zoom in", keys: ["+"], keysOnly: true },
  "gallery-zoom-out": { place: "In the gallery", label: "Zoom out", keys: ["-"], keysOnly: true },
  "gallery-back": { place: "In the gallery", label: "Half a window back", keys: ["<"], keysOnly: true },
  "gallery-on": { place: "In the gallery", label: "Half a window on", keys: [">"], keysOnly: true },
} as const satisfies Record<string, KnownAction>;

const themes: Record<`theme-${ThemeChoice}`, KnownAction> = {
  "theme-dark": { place: "Anywhere", label: "Dark theme", words: "colours night" },
  "theme-light": { place: "Anywhere", label: "Light theme", words: "colours day" },
  "theme-system": { place: "Anywhere", label: "Theme as the device has it", words: "colours system" },
};

/** What can be done, by its name. */
export type ActionId = keyof typeof named | keyof typeof themes | `range-${RangeName}`;

/** Everything that can be done somewhere: the palette and the list of keys are made of it. */
export const knownActions: ReadonlyMap<ActionId, KnownAction> = new Map<ActionId, KnownAction>([
  ...(Object.entries({ ...named, ...themes }) as [ActionId, KnownAction][]),
  ...ranges.map(({ name, label }): [ActionId, KnownAction] => [
    `range-${name}`,
    { place: "On the wall", label: `Show the last ${label}`, words: "range time zoom" },
  ]),
]);
