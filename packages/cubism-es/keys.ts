import type { Undo } from "@mission-control/series";
import type { Context } from "./context.ts";
import type { Navigation } from "./navigation.ts";

/**
 * The keys of a surface, which can be focused from then on: arrows move the focus by a column (with shift by ten), Home
 * and End to the edges, Escape takes it away and comes back to the live edge. With a navigation, Page Up and Page Down
 * move the window by half of it, plus and minus zoom.
 */
export function createKeys(options: {
  context: Context;
  surface: HTMLElement;
  navigation?: Navigation | undefined;
}): Undo {
  const { context, surface, navigation } = options;
  const half = () => Math.max(1, Math.floor(context.size / 2));
  const actions: Readonly<Record<string, (far: number) => void>> = {
    ArrowLeft: (far) => context.moveFocus(-far),
    ArrowRight: (far) => context.moveFocus(far),
    Home: () => context.focus(0),
    End: () => context.focus(context.size - 1),
    Escape: () => {
      context.focus(null);
      if (navigation !== undefined) navigation.live();
      else context.resume();
    },
    PageUp: () => navigation?.pan(-half()),
    PageDown: () => navigation?.pan(half()),
    "+": () => navigation?.zoom(1),
    "-": () => navigation?.zoom(-1),
  };

  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action(event.shiftKey ? 10 : 1);
  };

  if (surface.tabIndex < 0) surface.tabIndex = 0;
  surface.addEventListener("keydown", pressed);
  return () => surface.removeEventListener("keydown", pressed);
}
