import {
  createMetaResolver,
  guessAbout,
  type Known,
  limits,
  type MetaAbout,
  type MetaMatch,
  metaMatchText,
} from "@mission-control/contracts";
import { labelsOf, METRIC_NAME } from "@mission-control/series";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useCatalog } from "../data/use-catalog.ts";
import { labelsText, matchOf, saidIn } from "./about-draft.ts";
import { choices, wordsOf } from "./about-words.ts";
import { IconField, SelectField, TextField } from "./fields.tsx";
import { MetaDialog } from "./MetaDialog.tsx";
import { metaQuery } from "./MetaProvider.tsx";
import { useSaving } from "./use-saving.ts";

/**
 * What is said of a metric, a family of them or a label set. Where `open` is true what it is about can be typed; with labels one
 * may still choose to say it of the whole metric.
 */
export function AboutDialog(props: {
  match: MetaMatch;
  open?: boolean;
  /** It begins with the whole metric, whatever labels there are. */
  whole?: boolean;
  onClose: () => void;
}) {
  const { open = false, whole = false, onClose } = props;
  const [metric, setMetric] = useState(props.match.metric ?? "");
  const [labels, setLabels] = useState(whole ? "" : labelsText(props.match));
  const found = matchOf(metric, labels);
  const match = "match" in found ? found.match : undefined;
  const place = match && metaMatchText(match);
  const saving = useSaving({
    kind: "rules",
    place,
    read: (draft) =>
      "fault" in found
        ? found
        : { kind: "rules", entry: { match: found.match, about: saidIn(draft) as MetaAbout } },
    onDone: onClose,
  });
  const { draft, set, known } = saving;
  const { about: otherwise, guessed } = useOtherwise(match);
  const unsaid = (field: keyof typeof choices) => {
    const holds = wordsOf(field, otherwise[field]);
    if (holds === "") return "Not said";
    return guessed.has(field) ? `Guess: ${holds.toLowerCase()}` : `${holds}, as said elsewhere`;
  };
  const names = match?.metric === undefined && Object.keys(match?.labels ?? {}).length === 1;
  return (
    <MetaDialog
      title={match?.metric === undefined && !open ? "About these labels" : "About this metric"}
      about={
        open ? (
          <>
            <TextField
              label="Metric"
              value={metric}
              onChange={setMetric}
              placeholder="any metric"
              hint="Its name; * stands for any part of one"
              max={limits.nameLength}
              mono
            />
            <TextField
              label="Labels"
              value={labels}
              onChange={setLabels}
              placeholder="any labels"
              hint={'Such as service="api", host="web-*"'}
              max={limits.expressionLength}
              mono
            />
          </>
        ) : (
          <Subject match={props.match} whole={whole} labels={labels} onLabels={setLabels} />
        )
      }
      saving={saving}
      fixed={known?.origin === "settings"}
      onClose={onClose}
    >
      <TextField
        label={names ? "What this value is called" : "Display name"}
        value={draft.name ?? ""}
        onChange={set("name")}
        placeholder={otherwise.name ?? ""}
        max={limits.metaWordLength}
      />
      <div className="meta-pair">
        <SelectField
          label="Unit"
          value={draft.unit ?? ""}
          onChange={set("unit")}
          options={choices.unit}
          unsaid={unsaid("unit")}
        />
        <SelectField
          label="When it grows"
          value={draft.direction ?? ""}
          onChange={set("direction")}
          options={choices.direction}
          unsaid={unsaid("direction")}
        />
      </div>
      <div className="meta-pair">
        <SelectField
          label="Colour"
          value={draft.ramp ?? ""}
          onChange={set("ramp")}
          options={choices.ramp}
          unsaid={unsaid("ramp")}
        />
        <TextField
          label="Owner"
          value={draft.owner ?? ""}
          onChange={set("owner")}
          placeholder={otherwise.owner ?? "Who to ask about it"}
          max={limits.metaWordLength}
        />
      </div>
      <TextField
        label="Description"
        value={draft.description ?? ""}
        onChange={set("description")}
        placeholder={otherwise.description ?? "What it measures, and what to make of it"}
        max={limits.metaTextLength}
        lines={3}
      />
      <TextField
        label="Runbook"
        value={draft.runbook ?? ""}
        onChange={set("runbook")}
        placeholder="https://"
        hint="The address where it is written what to do"
        max={limits.metaTextLength}
      />
      <IconField value={draft.icon ?? ""} onChange={set("icon")} />
    </MetaDialog>
  );
}

/** What it is about; with labels, whether it is said of these alone. */
function Subject(props: {
  match: MetaMatch;
  whole: boolean;
  labels: string;
  onLabels: (labels: string) => void;
}) {
  const { match, whole, labels, onLabels } = props;
  const own = labelsText(match);
  if (!whole || own === "") return <code>{metaMatchText(match)}</code>;
  return (
    <fieldset className="meta-scope">
      <legend className="sr-only">What this is said of</legend>
      {[
        ["", match.metric ?? ""],
        [own, metaMatchText(match)],
      ].map(([value, words]) => (
        <label key={value}>
          <input type="radio" checked={labels === value} onChange={() => onLabels(value!)} />
          <code>{words}</code>
        </label>
      ))}
    </fieldset>
  );
}

/** What holds where nothing is said here: what is said elsewhere, or a guess. */
function useOtherwise(match: MetaMatch | undefined): Known {
  const { data } = useQuery(metaQuery);
  const catalog = useCatalog();
  return useMemo(() => {
    const { metric, labels = {} } = match ?? {};
    if (metric === undefined || metric.includes("*")) return { about: {}, guessed: new Set() };
    const others = createMetaResolver(
      (data?.list.rules ?? []).filter(({ key }) => key !== metaMatchText(match!)),
    );
    const known = catalog.data?.find(({ name }) => name === metric) ?? { name: metric };
    return others.about(labelsOf([...Object.entries(labels), [METRIC_NAME, metric]]), guessAbout(known));
  }, [match, data, catalog.data]);
}
