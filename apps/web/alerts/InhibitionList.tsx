import { Pencil, Plus, Trash2 } from "lucide-react";
import { Panel } from "../chrome/Panel.tsx";
import { useInhibitions } from "../data/use-silences.ts";
import { matchersText } from "./matchers-text.ts";
import { PartHead } from "./PartHead.tsx";
import type { SilencesAct } from "./SilencesPage.tsx";

/** Which alerts stand for others. */
export function InhibitionList({ onAct }: { onAct: (act: SilencesAct) => void }) {
  const asked = useInhibitions();
  const inhibitions = asked.data?.inhibitions ?? [];
  return (
    <section className="alerts-part alerts-table" aria-labelledby="inhibitions">
      <PartHead
        id="inhibitions"
        title="Inhibitions"
        about="While one alert fires, others that follow from it are kept quiet: a datacentre that is gone stands for all its hosts."
        error={asked.error}
        onRetry={() => void asked.refetch()}
      >
        <button type="button" className="button small" onClick={() => onAct({ kind: "inhibit" })}>
          <Plus size={14} aria-hidden /> New inhibition
        </button>
      </PartHead>
      {inhibitions.length > 0 && (
        <Panel label="Inhibitions">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">While this fires</th>
              <th scope="col">These are quiet</th>
              <th scope="col">Where they agree in</th>
              <th scope="col">
                <span className="sr-only">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {inhibitions.map((inhibition) => (
              <tr key={inhibition.slug} data-testid="inhibition-row">
                <th scope="row">{inhibition.name}</th>
                <td>
                  <code>{matchersText(inhibition.source)}</code>
                </td>
                <td>
                  <code>{matchersText(inhibition.target)}</code>
                </td>
                <td>{inhibition.equal.join(", ") || "nothing"}</td>
                <td>
                  <div className="row-acts">
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Change ${inhibition.name}`}
                      onClick={() => onAct({ kind: "inhibit", inhibition })}
                    >
                      <Pencil size={14} aria-hidden />
                    </button>
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Remove ${inhibition.name}`}
                      onClick={() =>
                        onAct({
                          kind: "remove",
                          name: inhibition.name,
                          path: `/api/inhibitions/${inhibition.slug}`,
                        })
                      }
                    >
                      <Trash2 size={14} aria-hidden />
                    </button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </Panel>
      )}
    </section>
  );
}
