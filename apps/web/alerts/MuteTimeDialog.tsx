import { type AlertMatcher, type MuteTime, slugOf } from "@mission-control/contracts";
import { useId, useState } from "react";
import { useChange } from "../data/use-change.ts";
import type { KeptMuteTime } from "../data/use-silences.ts";
import { zoneName } from "../format/zone.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { CheckRow, TextRow } from "../forms/fields.tsx";
import { Fault } from "./Fault.tsx";
import { rowFaults } from "./faults-at.ts";
import { nameFault, ontoHeaders, takenAtName } from "./keep-named.ts";
import { MatcherRows, saidMatchers } from "./MatcherRows.tsx";
import { clockMinute, minuteClock, shortDay, weekdays } from "./mute-words.ts";
import { TimeRow } from "./TimeRow.tsx";
import { useSubmit } from "./use-submit.ts";
import { useTouched } from "./use-touched.ts";

const fields = ["name", "slug", "matchers", "weekdays", "fromMinute", "toMinute", "zone"];

/** A mute time: which days and hours, in which zone, and for which alerts. */
export function MuteTimeDialog(props: { muteTime: KeptMuteTime | undefined; onClose: () => void }) {
  const { muteTime, onClose } = props;
  const change = useChange();
  const [name, setName] = useState(muteTime?.name ?? "");
  const [days, setDays] = useState<readonly MuteTime["weekdays"][number][]>(muteTime?.weekdays ?? weekdays);
  const [from, setFrom] = useState(minuteClock(muteTime?.fromMinute ?? 22 * 60));
  const [to, setTo] = useState(minuteClock((muteTime?.toMinute ?? 6 * 60) % 1_440));
  const [zone, setZone] = useState(muteTime?.zone ?? zoneName());
  const [matchers, setMatchers] = useState<readonly AlertMatcher[]>(muteTime?.matchers ?? []);
  const isTouched = useTouched([name, days, from, to, zone, matchers]);
  const { faults, refuse, submit } = useSubmit(fields, onClose);
  const done = () => {
    const [fromMinute, toMinute] = [clockMinute(from), clockMinute(to)];
    const slug = muteTime?.slug ?? slugOf(name);
    const fault = muteTime === undefined ? nameFault(name) : undefined;
    if (fault !== undefined) return refuse("name", fault);
    if (days.length === 0) return refuse("weekdays", "Choose a day at least.");
    if (fromMinute === undefined) return refuse("fromMinute", "Say when it begins.");
    if (toMinute === undefined) return refuse("toMinute", "Say when it ends.");
    const body = {
      slug,
      name,
      matchers: saidMatchers(matchers),
      weekdays: weekdays.filter((day) => days.includes(day)),
      fromMinute,
      toMinute,
      zone,
    };
    void submit(async () => {
      const outcome = await change("PUT", `/api/mute-times/${slug}`, body, ontoHeaders(muteTime));
      return muteTime === undefined ? takenAtName(outcome) : outcome;
    });
  };
  return (
    <FormDialog
      title={muteTime === undefined ? "New mute time" : `Change ${muteTime.name}`}
      done="Save"
      onDone={done}
      onClose={onClose}
      isTouched={isTouched}
    >
      <TextRow
        label="Name"
        value={name}
        onChange={setName}
        placeholder="Nights"
        fault={faults.at.get("name") ?? faults.at.get("slug")}
      />
      <fieldset className="day-choice">
        <legend>Days on which it begins</legend>
        {weekdays.map((day) => (
          <CheckRow
            key={day}
            label={shortDay(day)}
            value={days.includes(day)}
            onChange={(isOn) => setDays(isOn ? [...days, day] : days.filter((each) => each !== day))}
          />
        ))}
        {faults.at.has("weekdays") && <small className="text-bad">{faults.at.get("weekdays")}</small>}
      </fieldset>
      <div className="arrange-columns">
        <TimeRow
          label="From"
          type="time"
          value={from}
          onChange={setFrom}
          fault={faults.at.get("fromMinute")}
        />
        <TimeRow
          label="To"
          type="time"
          value={to}
          onChange={setTo}
          hint={to <= from ? "On the next day" : ""}
          fault={faults.at.get("toMinute")}
        />
        <ZoneRow value={zone} onChange={setZone} fault={faults.at.get("zone")} />
      </div>
      <MatcherRows
        legend="Only alerts that pass all of these"
        hint={matchers.length === 0 ? "Without any it is for all alerts" : ""}
        matchers={matchers}
        onChange={setMatchers}
        faults={rowFaults(faults.at, "matchers")}
      />
      <Fault words={faults.words} />
    </FormDialog>
  );
}

function ZoneRow(props: { value: string; onChange: (zone: string) => void; fault: string | undefined }) {
  const { value, onChange, fault } = props;
  const id = useId();
  return (
    <div className="arrange-field">
      <label htmlFor={id}>Time zone</label>
      <input
        id={id}
        list={`${id}-zones`}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-about`}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}-zones`}>
        {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {fault !== undefined && (
        <small id={`${id}-about`} className="text-bad">
          {fault}
        </small>
      )}
    </div>
  );
}
