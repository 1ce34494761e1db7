import type { ProbeResult } from "@mission-control/contracts";
import { msText, phaseColour, phasesOf, phaseWords } from "./probe-words.ts";

/** How long a check took, cut into its phases; `ofMs` is the length of the whole bar. */
export function PhaseBar({ result, ofMs = result.tookMs }: { result: ProbeResult; ofMs?: number }) {
  const phases = phasesOf(result);
  const said = phases.map(({ phase, ms }) => `${phaseWords[phase].toLowerCase()} ${msText(ms)}`).join(", ");
  return (
    <div
      className="phase-bar"
      role="img"
      aria-label={`Took ${msText(result.tookMs)}: ${said || "nothing came"}`}
    >
      {phases.map(({ phase, ms }) => (
        <i
          key={phase}
          title={`${phaseWords[phase]}: ${msText(ms)}`}
          style={{ width: `${(100 * ms) / Math.max(ofMs, 1e-3)}%`, background: phaseColour(phase) }}
        />
      ))}
    </div>
  );
}

/** The phases with their lengths, one below the other. */
export function PhaseList({ result }: { result: ProbeResult }) {
  return (
    <ul className="phase-list">
      {phasesOf(result).map(({ phase, ms }) => (
        <li key={phase}>
          <i style={{ background: phaseColour(phase) }} aria-hidden />
          {phaseWords[phase]}
          <b>{msText(ms)}</b>
        </li>
      ))}
    </ul>
  );
}
