import { History } from "lucide-react";
import { useMemo } from "react";
import { rangeOf, ranges } from "../data/ranges.ts";
import { useServices } from "../data/services.ts";
import { useAlertHistory } from "../data/use-alert-history.ts";
import { useAlerts } from "../data/use-alerts.ts";
import { useRules } from "../data/use-rules.ts";
import { compareText, countOf } from "../format/text.ts";
import { AlertsFrame } from "./AlertsFrame.tsx";
import { useAlertsSearch } from "./alerts-search.ts";
import { ChangeTable } from "./ChangeTable.tsx";
import { Empty } from "./Empty.tsx";
import { Filter } from "./Filter.tsx";
import { unitOfRule } from "./find-rules.ts";
import { severities } from "./group-alerts.ts";
import { hasWords, labelTexts } from "./has-words.ts";
import { SearchField } from "./SearchField.tsx";
import { alertLanes } from "./stretches.ts";
import { Timeline } from "./Timeline.tsx";

const offered = ranges.filter(({ ms }) => ms >= 3_600_000);
const defaultRange = "24h";

/** What fired when: a lane for each alert, and each change as a row. */
export function HistoryPage() {
  const [search, change] = useAlertsSearch();
  const { link } = useServices();
  const range = rangeOf(search.range ?? defaultRange);
  const asked = useAlertHistory(range.ms, search.rule);
  const { data: now } = useAlerts();
  const { data: rules } = useRules();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = asked;

  const shown = useMemo(() => {
    const fits = (of: { title: string; severity: string; labels: Record<string, string>; rule: string }) =>
      (search.severity === undefined || of.severity === search.severity) &&
      (search.rule === undefined || of.rule === search.rule) &&
      hasWords(search.q, [of.title, of.rule, ...labelTexts(of.labels)]);
    const changes = (data?.pages ?? [])
      .flatMap((page) => page.changes)
      .sort((a, b) => b.atMs - a.atMs || b.seq - a.seq);
    const toMs = Math.max(link.nowMs(), (changes[0]?.atMs ?? 0) + 1);
    // Of what was not asked for yet nothing is known.
    const fromMs = hasNextPage ? (changes.at(-1)?.atMs ?? toMs) : toMs - range.ms;
    const fitting = changes.filter(fits);
    const standing = (now?.alerts ?? []).filter(fits);
    return {
      changes: fitting,
      all: changes.length,
      time: { fromMs, toMs },
      lanes: alertLanes({ fromMs, toMs, changes: fitting, standing }),
    };
  }, [data, hasNextPage, now, link, range.ms, search.q, search.rule, search.severity]);
  const { changes, all, lanes, time } = shown;
  const units = useMemo(() => new Map(rules?.map((rule) => [rule.slug, unitOfRule(rule)])), [rules]);
  const unitOf = (rule: string) => units.get(rule) ?? "none";
  const isNarrowed = search.q !== undefined || search.rule !== undefined || search.severity !== undefined;
  const showAll = () => change({ q: undefined, rule: undefined, severity: undefined });
  return (
    <AlertsFrame
      here="History"
      tools={
        <div className="alerts-tools">
          <SearchField
            label="Find in the history by title, rule or label"
            placeholder="Title, rule, label"
            value={search.q}
            onChange={(q) => change({ q })}
          />
          <Filter
            label="Rule"
            any="Every rule"
            value={search.rule}
            options={(rules ?? [])
              .map(({ slug, name }) => ({ id: slug, label: name }))
              .sort((a, b) => compareText(a.label, b.label))}
            onChange={(rule) => change({ rule })}
          />
          <Filter
            label="Severity"
            any="Every severity"
            value={search.severity}
            options={severities.map((id) => ({ id, label: id }))}
            onChange={(severity) => change({ severity: severity as (typeof severities)[number] | undefined })}
          />
          <Filter
            label="Range"
            value={range.name}
            options={offered.map(({ name, label }) => ({ id: name, label: `Last ${label}` }))}
            onChange={(name) => change({ range: name === defaultRange ? undefined : name })}
          />
        </div>
      }
      asked={asked}
      note={data === undefined ? undefined : `${countOf(all, "change")} in the last ${range.label}`}
    >
      {lanes.length > 0 && <Timeline lanes={lanes} {...time} />}
      {changes.length > 0 && <ChangeTable changes={changes} unitOf={unitOf} />}
      {lanes.length === 0 && changes.length === 0 && (
        <Empty
          Icon={History}
          title={isNarrowed ? "Nothing of the kind" : `Nothing fired in the last ${range.label}`}
          acts={
            isNarrowed && (
              <button type="button" className="button" onClick={showAll}>
                Show all
              </button>
            )
          }
        >
          {isNarrowed
            ? "No change of an alert in this time fits."
            : "A lane for each alert would stand here, with when it was pending, fired and was over, and below it each change."}
        </Empty>
      )}
      {hasNextPage && (
        <p className="alerts-more">
          What is older in this time is not shown yet.{" "}
          <button
            type="button"
            className="button small"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {isFetchingNextPage ? "Loading…" : "Show older changes"}
          </button>
        </p>
      )}
    </AlertsFrame>
  );
}
