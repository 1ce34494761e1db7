import "../style/charts.css";
import "../style/probes.css";
import type { ProbeStand } from "@mission-control/contracts";
import { CircleAlert, Plus, Radar } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { TopBar } from "../chrome/TopBar.tsx";
import { countOf } from "../format/text.ts";
import { ProbeDialog } from "./ProbeDialog.tsx";
import { ProbeRow } from "./ProbeRow.tsx";
import { draftOf, example, type ProbeDraft } from "./probe-form.ts";
import { stateOf } from "./probe-words.ts";
import { useProbes } from "./use-probes.ts";

/** What is open: a new probe that begins so, or one that is there. */
type Open = { readonly draft: ProbeDraft; readonly version: number };

/** What is checked from here again and again, and how it stands: what fails first. */
export function ProbesPage() {
  const { data, error, refetch } = useProbes();
  const [open, setOpen] = useState<Open>();
  useEffect(() => {
    document.title = "Probes · Mission Control";
  }, []);
  const probes = useMemo(() => failingFirst(data?.probes ?? []), [data]);
  const longestMs = Math.max(...probes.map(({ last }) => last?.tookMs ?? 0));
  const failing = probes.filter((stand) => stateOf(stand) === "down").length;
  const begin = (draft: ProbeDraft) => setOpen({ draft, version: 0 });
  return (
    <>
      <TopBar title="Probes" note={data && noteOf(probes.length, failing, data.place)}>
        <button type="button" className="pill primary" onClick={() => begin(draftOf(undefined))}>
          <Plus size={14} aria-hidden /> Add a probe
        </button>
      </TopBar>
      {error !== null && (
        <p className="banner bad" role="alert">
          <CircleAlert size={14} aria-hidden /> {error.message}
          {data !== undefined && " What stands here is from before."}
          <button type="button" className="link-button" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      <main className="probes-page" aria-label="Probes">
        {data !== undefined && probes.length === 0 && (
          <Nothing place={data.place} onExample={() => begin(example)} />
        )}
        {probes.length > 0 && (
          <ul className="probe-list">
            {probes.map((stand) => (
              <ProbeRow
                key={stand.probe.slug}
                stand={stand}
                nowMs={data?.nowMs ?? 0}
                longestMs={longestMs}
                onEdit={() => setOpen({ draft: draftOf(stand.probe), version: stand.version })}
              />
            ))}
          </ul>
        )}
      </main>
      {open !== undefined && (
        <ProbeDialog
          {...open}
          taken={probes.map(({ probe }) => probe.slug)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function noteOf(count: number, failing: number, place: string): string {
  if (count === 0) return "";
  return `${countOf(count, "probe")} from ${place}, ${failing === 0 ? "none fails" : `${failing} failing`}`;
}

const order = ["down", "waiting", "up", "off"];

function failingFirst(probes: readonly ProbeStand[]): ProbeStand[] {
  return [...probes].sort((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b)));
}

/** What would stand here, and an example to begin with. */
function Nothing({ place, onExample }: { place: string; onExample: () => void }) {
  return (
    <section className="probes-nothing" aria-labelledby="probes-nothing">
      <Radar size={28} aria-hidden />
      <h2 id="probes-nothing">Nothing is checked yet</h2>
      <p>
        A probe asks for a page, a name or a port every few seconds from <b>{place}</b>, and measures each
        part of the way. It shows here when something fails, before your users tell you; its values are lanes
        like all others, and alerts can watch them.
      </p>
      <button type="button" className="button primary" onClick={onExample}>
        Begin with an example
      </button>
    </section>
  );
}
