import { ChoiceField, Fault, MeasureField, WordField } from "./fields.tsx";
import type { PartProps } from "./part-props.ts";
import { useLabelValues } from "./use-offered.ts";

const severities = [
  { id: "", label: "any severity" },
  { id: "info", label: "info" },
  { id: "warning", label: "warning" },
  { id: "error", label: "error" },
  { id: "critical", label: "critical" },
] as const;
/** More than so many events of a kind. */
export function EventsSentence({ draft, change }: PartProps) {
  const services = useLabelValues("service");
  return (
    <>
      <span>more than</span>
      <MeasureField
        label="More than"
        path="when.moreThan"
        of="count"
        value={draft.moreThan}
        onChange={(moreThan) => change({ moreThan })}
      />
      <span>events within</span>
      <MeasureField
        label="Window"
        path="when.windowMs"
        of="length"
        value={draft.window}
        onChange={(window) => change({ window })}
      />
      <span>of type</span>
      <WordField
        label="Types"
        path="when.events.types"
        value={draft.types}
        placeholder="any, or log, deploy"
        onChange={(types) => change({ types })}
      />
      <span>and</span>
      <ChoiceField
        label="Severity of the events"
        value={draft.eventSeverity}
        options={severities}
        onChange={(eventSeverity) => change({ eventSeverity })}
      />
      <span>of service</span>
      <WordField
        label="Service"
        path="when.events.service"
        value={draft.eventService}
        placeholder="any"
        offered={services}
        onChange={(eventService) => change({ eventService })}
      />
      <span>on host</span>
      <WordField
        label="Host"
        path="when.events.host"
        value={draft.host}
        placeholder="any"
        onChange={(host) => change({ host })}
      />
      <span>with the words</span>
      <WordField
        label="Words in the title"
        path="when.events.search"
        value={draft.search}
        placeholder="any"
        onChange={(search) => change({ search })}
      />
      <span>and fingerprint</span>
      <WordField
        label="Fingerprint"
        path="when.events.fingerprint"
        value={draft.fingerprint}
        placeholder="any"
        onChange={(fingerprint) => change({ fingerprint })}
      />
      <Fault path="when.events" />
    </>
  );
}
