import type { AlertMatcher, Silence } from "@mission-control/contracts";
import { BellOff, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { type KeptInhibition, type KeptMuteTime, useSilences } from "../data/use-silences.ts";
import { countOf } from "../format/text.ts";
import { AlertsFrame } from "./AlertsFrame.tsx";
import { useAlertsSearch } from "./alerts-search.ts";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { Empty } from "./Empty.tsx";
import { ExtendDialog } from "./ExtendDialog.tsx";
import { InhibitionDialog } from "./InhibitionDialog.tsx";
import { InhibitionList } from "./InhibitionList.tsx";
import { MuteTimeDialog } from "./MuteTimeDialog.tsx";
import { MuteTimeList } from "./MuteTimeList.tsx";
import { parseMatchers } from "./matchers-text.ts";
import { SilenceDialog } from "./SilenceDialog.tsx";
import { SilenceList } from "./SilenceList.tsx";

/** What is open over the page; without what it is about it is a new one. */
export type SilencesAct =
  | { readonly kind: "silence"; readonly matchers: readonly AlertMatcher[] }
  | { readonly kind: "extend" | "end"; readonly silence: Silence }
  | { readonly kind: "mute"; readonly muteTime?: KeptMuteTime }
  | { readonly kind: "inhibit"; readonly inhibition?: KeptInhibition }
  | { readonly kind: "remove"; readonly path: string; readonly name: string };

const blank: AlertMatcher = { label: "", op: "=", value: "" };

/** What keeps alerts quiet: silences for a time, times of each week, and alerts that stand for others. */
export function SilencesPage() {
  const [search, change] = useAlertsSearch();
  const asked = useSilences();
  const [act, setAct] = useState<SilencesAct>();
  // A link may begin a new silence.
  const wanted = search.new;
  useEffect(() => {
    if (wanted === undefined) return;
    setAct({ kind: "silence", matchers: parseMatchers(wanted) ?? [blank] });
    change({ new: undefined });
  }, [wanted, change]);
  const silences = asked.data?.silences ?? [];
  const of = (state: Silence["state"]) => silences.filter((silence) => silence.state === state);
  const close = () => setAct(undefined);
  const newSilence = (
    <button
      type="button"
      className="pill primary"
      onClick={() => setAct({ kind: "silence", matchers: [blank] })}
    >
      <Plus size={15} aria-hidden /> New silence
    </button>
  );
  const [active, coming, over] = [of("active"), of("coming"), of("over")];
  return (
    <AlertsFrame
      here="Silences"
      asked={asked}
      note={asked.data === undefined ? undefined : countOf(active.length, "active silence")}
      acts={newSilence}
    >
      {active.length + coming.length === 0 && (
        <Empty Icon={BellOff} title="Nothing is silenced" acts={newSilence}>
          Silences would stand here: which alerts nobody is told of, until when, why, and who said so.
        </Empty>
      )}
      {active.length > 0 && <SilenceList title="Active" silences={active} onAct={setAct} />}
      {coming.length > 0 && <SilenceList title="Coming" silences={coming} onAct={setAct} />}
      {over.length > 0 && (
        <details className="silences-over">
          <summary>Over: {countOf(over.length, "silence")}</summary>
          <SilenceList title="Over" silences={over} onAct={setAct} />
        </details>
      )}
      <MuteTimeList onAct={setAct} />
      <InhibitionList onAct={setAct} />
      {act?.kind === "silence" && <SilenceDialog matchers={act.matchers} onClose={close} />}
      {act?.kind === "extend" && <ExtendDialog silence={act.silence} onClose={close} />}
      {act?.kind === "end" && (
        <ConfirmDialog
          title={act.silence.state === "coming" ? "Take this silence back?" : "End this silence now?"}
          done={act.silence.state === "coming" ? "Take it back" : "End it now"}
          path={`/api/silences/${encodeURIComponent(act.silence.id)}`}
          onClose={close}
        >
          “{act.silence.reason}” Whoever is to be told of its alerts is told from now on.
        </ConfirmDialog>
      )}
      {act?.kind === "mute" && <MuteTimeDialog muteTime={act.muteTime} onClose={close} />}
      {act?.kind === "inhibit" && <InhibitionDialog inhibition={act.inhibition} onClose={close} />}
      {act?.kind === "remove" && (
        <ConfirmDialog title={`Remove ${act.name}?`} done="Remove it" path={act.path} onClose={close}>
          Whoever it kept from being told is told from now on.
        </ConfirmDialog>
      )}
    </AlertsFrame>
  );
}
