import type { Rule, Tuning } from "@mission-control/contracts";
import { Check, SlidersHorizontal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ask } from "../data/ask.ts";
import { countOf } from "../format/text.ts";
import { measureOf } from "./measure.ts";
import { spanText } from "./replay-words.ts";
import type { RuleDraft } from "./rule-draft.ts";
import { fieldsOfWhen } from "./rule-draft.ts";

type Proposal = Tuning["proposals"][number];
type State =
  | { readonly phase: "idle" }
  | { readonly phase: "asking" }
  | { readonly phase: "failed"; readonly message: string }
  | { readonly phase: "found"; readonly proposals: readonly Proposal[] };

/** Finds what would wake people at most so often, each of it taken over with one press. */
export function Tuner(props: {
  rule: Rule;
  rangeMs: number;
  perWeek: number;
  onTake: (by: Partial<RuleDraft>) => void;
}) {
  const { rule, rangeMs, perWeek, onTake } = props;
  const [most, setMost] = useState("2");
  const [state, setState] = useState<State>({ phase: "idle" });
  const asked = useRef<AbortController>(undefined);
  const atMostPerWeek = Number(most);
  const isNumber = most.trim() !== "" && atMostPerWeek >= 0 && atMostPerWeek <= 1_000;
  const about = JSON.stringify(rule);
  const stop = () => {
    asked.current?.abort();
    setState({ phase: "idle" });
  };
  // What was proposed is of the rule as it was, and so is what is being looked for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another rule, another stretch of time, another wish
  useEffect(() => stop, [about, rangeMs, most]);

  const propose = async () => {
    const ends = new AbortController();
    asked.current?.abort();
    asked.current = ends;
    setState({ phase: "asking" });
    try {
      const outcome = await ask<Tuning>("/api/rules/tune", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ rule, rangeMs, atMostPerWeek }),
        signal: ends.signal,
      });
      if (ends.signal.aborted) return;
      setState(
        outcome.ok
          ? { phase: "found", proposals: outcome.value.proposals }
          : { phase: "failed", message: outcome.failure.message },
      );
    } catch {
      // It was given up.
    }
  };
  return (
    <section className="rule-card rule-tuner" aria-label="Tuner">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isNumber) void propose();
        }}
      >
        <SlidersHorizontal size={14} aria-hidden />
        <span>At most</span>
        <span className="rule-in" data-invalid={!isNumber || undefined}>
          <input
            aria-label="Pages a week at most"
            aria-invalid={!isNumber || undefined}
            inputMode="decimal"
            autoComplete="off"
            value={most}
            style={{ width: `${Math.max(2, most.length) + 0.6}ch` }}
            onChange={(event) => setMost(event.target.value)}
          />
        </span>
        <span>pages a week</span>
        <button type="submit" className="button small" disabled={!isNumber || state.phase === "asking"}>
          {state.phase === "asking" ? "Looking…" : "Propose"}
        </button>
        {state.phase === "asking" && (
          <button type="button" className="link-button" onClick={stop}>
            Stop
          </button>
        )}
        <span className="rule-note" role="status">
          {state.phase === "failed" && state.message}
          {state.phase === "found" &&
            state.proposals.length === 0 &&
            (perWeek <= atMostPerWeek
              ? "It already is no more than that."
              : "No level or length of time that is near to it comes to that.")}
        </span>
      </form>
      {state.phase === "found" && state.proposals.length > 0 && (
        <ul aria-label="Proposals">
          {state.proposals.map((proposal) => (
            <li key={proposal.words} data-testid="proposal">
              <b className="rule-proposal-words">{proposal.words}</b>
              <span className="rule-proposal-stats">{statsWords(proposal)}</span>
              <button type="button" className="button small" onClick={() => onTake(fieldsOf(proposal))}>
                <Check size={13} aria-hidden /> Take it<span className="sr-only">: {proposal.words}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function fieldsOf({ when, forMs, clearForMs }: Proposal): Partial<RuleDraft> {
  return {
    ...fieldsOfWhen(when),
    for: measureOf(forMs, "length"),
    clearFor: measureOf(clearForMs, "length"),
  };
}

function statsWords({ stats }: Proposal): string {
  const { perWeek, medianMs, flaps } = stats;
  const pace = `${perWeek.toLocaleString("en", { maximumFractionDigits: 1 })} a week`;
  const length = medianMs === null ? [] : [`median ${spanText(medianMs)}`];
  return [pace, ...length, countOf(flaps, "flap")].join(", ");
}
