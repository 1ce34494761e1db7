import { type ComponentType, type LazyExoticComponent, lazy, useEffect } from "react";
import { pageIsOld } from "./old-page.ts";
import { isMissingCode, untilLoaded } from "./until-loaded.ts";

/** Nothing, which closes itself where it was opened; whoever asks for it again is told again. */
function Missing({ onClose }: { onClose?: () => void }) {
  // Once for each time that it is opened: what only stands there is told of once.
  useEffect(pageIsOld, []);
  useEffect(() => onClose?.());
  return null;
}

/**
 * A component whose code comes when it is first shown. While the server is away it is waited for; where it is not served any
 * more nothing stands in its place, and the page says that it is old.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      return { default: await untilLoaded(load) };
    } catch (error) {
      if (!isMissingCode(error)) throw error;
      return { default: Missing };
    }
  });
}

/** Gives `use` code that is not a component, likewise; never calls it where the code is not served any more. */
export function withCode<Code>(load: () => Promise<Code>, use: (code: Code) => void): void {
  void untilLoaded(load).then(use, (error: unknown) => {
    if (!isMissingCode(error)) throw error;
  });
}
