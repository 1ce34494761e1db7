import "./gallery.css";
import { useEffect, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { TopBar } from "../chrome/TopBar.tsx";
import { useServices } from "../data/services.ts";
import { Controls } from "./Controls.tsx";
import { Exhibits } from "./Exhibits.tsx";
import { exhibits } from "./exhibits.ts";
import { FiveHundred } from "./FiveHundred.tsx";
import { StageProvider } from "./gallery-context.ts";
import { createGallery, type Gallery, steps } from "./gallery-model.ts";
import type { WallLook } from "./WallLane.tsx";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Everything that cubism-es draws, on data that this page makes up: it needs no server. */
export function GalleryPage() {
  const { clock } = useServices();
  const [gallery] = useState(() => createGallery(clock));
  const [look, setLook] = useState<WallLook>({ bands: 4, mode: "offset", scale: "linear", safe: false });
  const [columnPx, setColumnPx] = useState(1);
  useEffect(() => {
    document.title = "Gallery · Mission Control";
    const stop = gallery.start();
    // Who asked for less motion starts it by hand; one stage has the other pause, too.
    if (calm.matches) gallery.wall.context.pause();
    return stop;
  }, [gallery]);
  useGalleryKeys(gallery);
  return (
    <>
      <TopBar title="Gallery" note="What cubism-es draws, on data made up in this page" />
      <main className="gallery-page">
        <StageProvider value={gallery.wall}>
          <section aria-labelledby="five-hundred">
            <header className="gallery-head">
              <h2 id="five-hundred">500 lanes, live</h2>
              <p>
                Drag to look back, turn the wheel with Control or pinch to zoom, double-click to come back to
                now. The arrow keys move the rule, space stops and starts.
              </p>
            </header>
            <Controls look={look} onLook={setLook} columnPx={columnPx} onColumnPx={setColumnPx} />
            <FiveHundred look={look} columnPx={columnPx} />
          </section>
        </StageProvider>
        <StageProvider value={gallery.hall}>
          <section aria-labelledby="modes">
            <header className="gallery-head">
              <h2 id="modes">Every mode, and the lines that make it</h2>
              <nav className="gallery-jump" aria-label="Modes">
                {exhibits.map(({ id, name }) => (
                  <a key={id} href={`#${id}`}>
                    {name}
                  </a>
                ))}
              </nav>
            </header>
            <Exhibits />
          </section>
        </StageProvider>
      </main>
    </>
  );
}

function useGalleryKeys({ wall: { context } }: Gallery): void {
  const far = (event?: KeyboardEvent) => (event?.shiftKey ? 10 : 1);
  const zoom = (by: 1 | -1) => {
    const next = steps[(steps as readonly number[]).indexOf(context.step) - by];
    if (next !== undefined) context.configure({ step: next });
  };
  const pan = (part: number) => {
    const endMs = context.endMs + Math.round(part * context.size) * context.step;
    if (endMs >= context.liveStep * context.step) return context.resume();
    context.look(endMs);
    context.configure({ endMs });
  };
  useActions({
    "rule-back": (event) => context.moveFocus(-far(event)),
    "rule-on": (event) => context.moveFocus(far(event)),
    "let-go": () => {
      context.focus(null);
      context.resume();
    },
    pause: () => (context.paused ? context.resume() : context.pause()),
    "gallery-zoom-in": () => zoom(1),
    "gallery-zoom-out": () => zoom(-1),
    "gallery-back": () => pan(-0.5),
    "gallery-on": () => pan(0.5),
  });
}
