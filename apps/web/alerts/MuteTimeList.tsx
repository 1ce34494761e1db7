import { CalendarX, Pencil, Plus, Trash2 } from "lucide-react";
import { Panel } from "../chrome/Panel.tsx";
import { useMuteTimes } from "../data/use-silences.ts";
import { matchersText } from "./matchers-text.ts";
import { muteText } from "./mute-words.ts";
import { PartHead } from "./PartHead.tsx";
import type { SilencesAct } from "./SilencesPage.tsx";

/** Times of each week at which nobody is told. */
export function MuteTimeList({ onAct }: { onAct: (act: SilencesAct) => void }) {
  const asked = useMuteTimes();
  const muteTimes = asked.data?.muteTimes ?? [];
  return (
    <section className="alerts-part alerts-table" aria-labelledby="mute-times">
      <PartHead
        id="mute-times"
        title="Mute times"
        about="Times of each week at which nobody is told: nights, weekends, when backups run."
        error={asked.error}
        onRetry={() => void asked.refetch()}
      >
        <button type="button" className="button small" onClick={() => onAct({ kind: "mute" })}>
          <Plus size={14} aria-hidden /> New mute time
        </button>
      </PartHead>
      {muteTimes.length > 0 && (
        <Panel label="Mute times">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">When</th>
              <th scope="col">Alerts</th>
              <th scope="col">
                <span className="sr-only">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {muteTimes.map((muteTime) => (
              <tr key={muteTime.slug} data-testid="mute-row">
                <th scope="row">
                  <span className="with-icon">
                    <CalendarX size={14} aria-hidden /> {muteTime.name}
                  </span>
                </th>
                <td>
                  {muteText(muteTime)} <p>{muteTime.zone}</p>
                </td>
                <td>
                  {muteTime.matchers.length === 0 ? "all" : <code>{matchersText(muteTime.matchers)}</code>}
                </td>
                <td>
                  <div className="row-acts">
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Change ${muteTime.name}`}
                      onClick={() => onAct({ kind: "mute", muteTime })}
                    >
                      <Pencil size={14} aria-hidden />
                    </button>
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Remove ${muteTime.name}`}
                      onClick={() =>
                        onAct({
                          kind: "remove",
                          name: muteTime.name,
                          path: `/api/mute-times/${muteTime.slug}`,
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
