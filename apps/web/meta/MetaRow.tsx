import type { MetaAbout, MetaList } from "@mission-control/contracts";
import { BookOpen, FileText, Pencil } from "lucide-react";
import { directionWords, unitWords } from "./about-words.ts";
import { metaIcon } from "./icons.ts";
import type { KnownRow } from "./meta-rows.ts";
import { EventsText } from "./TriggerDialog.tsx";

/** What is known of a metric or a label set; what nobody said is shown as the guess it is. */
export function MetaRow({ row, onEdit }: { row: KnownRow; onEdit: () => void }) {
  const { about, guessed, key, origin } = row;
  const { name, unit, direction, description, owner } = about;
  const isGuess = (field: keyof MetaAbout) => guessed.has(field);
  return (
    <li className="meta-row" data-key={key}>
      <RowIcon icon={about.icon} isGuess={isGuess("icon")} />
      <div className="meta-what">
        {name !== undefined && (
          <b>
            <Told isGuess={isGuess("name")} words={name} />
          </b>
        )}
        <code>{key}</code>
        {description !== undefined && <p>{description}</p>}
      </div>
      <div className="meta-facts">
        <span className="meta-fact">
          {unit !== undefined && unit !== "none" && (
            <Told isGuess={isGuess("unit")} words={unitWords[unit].toLowerCase()} />
          )}
        </span>
        <span className="meta-fact">
          {direction !== undefined && (
            <Told isGuess={isGuess("direction")} words={directionWords[direction].toLowerCase()} />
          )}
        </span>
        <span className="meta-fact">{owner}</span>
        <Runbook href={about.runbook} label={name ?? key} />
      </div>
      <RowEdit label={key} origin={origin} onEdit={onEdit} />
    </li>
  );
}

/** What is said of a kind of events. */
export function TriggerRow({ row, onEdit }: { row: MetaList["triggers"][number]; onEdit: () => void }) {
  const { match, about, key, origin } = row;
  return (
    <li className="meta-row trigger" data-key={key}>
      <RowIcon icon={about.icon} isGuess={false} />
      <div className="meta-what">
        <span>
          Events <EventsText match={match} />
        </span>
        {about.description !== undefined && <p>{about.description}</p>}
      </div>
      <div className="meta-facts">
        <Runbook href={about.runbook} label={key} />
      </div>
      <RowEdit label={match.title ?? match.type ?? key} origin={origin} onEdit={onEdit} />
    </li>
  );
}

function Told({ isGuess, words }: { isGuess: boolean; words: string }) {
  if (!isGuess) return <>{words}</>;
  return (
    <i title="Guessed from its name and what its sender tells; nobody said it">
      {words}
      <span className="sr-only"> (a guess)</span>
    </i>
  );
}

function RowIcon({ icon, isGuess }: { icon: MetaAbout["icon"]; isGuess: boolean }) {
  const Icon = metaIcon(icon);
  return (
    <span className={isGuess ? "meta-icon guess" : "meta-icon"} data-icon={icon}>
      {Icon !== undefined && <Icon size={16} aria-hidden />}
    </span>
  );
}

function Runbook({ href, label }: { href: string | undefined; label: string }) {
  return (
    <span className="meta-runbook">
      {href !== undefined && (
        <a href={href} target="_blank" rel="noreferrer" title={href} aria-label={`Runbook of ${label}`}>
          <BookOpen size={14} aria-hidden /> Runbook
        </a>
      )}
    </span>
  );
}

function RowEdit(props: { label: string; origin: KnownRow["origin"]; onEdit: () => void }) {
  const { label, origin, onEdit } = props;
  const isFixed = origin === "settings";
  return (
    <button
      type="button"
      className="icon-button"
      onClick={onEdit}
      aria-label={isFixed ? `${label}: from the settings file` : `Edit ${label}`}
      title={isFixed ? "From the settings file" : "Edit"}
    >
      {isFixed ? <FileText size={14} aria-hidden /> : <Pencil size={14} aria-hidden />}
    </button>
  );
}
