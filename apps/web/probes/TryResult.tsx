import type { ProbeResult } from "@mission-control/contracts";
import { CircleCheck, CircleX } from "lucide-react";
import { PhaseBar, PhaseList } from "./PhaseBar.tsx";
import { msText } from "./probe-words.ts";
import { ResultFacts } from "./ResultFacts.tsx";

/** Everything that one check saw. */
export function TryResult({ result }: { result: ProbeResult }) {
  const Icon = result.ok ? CircleCheck : CircleX;
  return (
    <div className="probe-result" data-testid="tried" data-ok={result.ok}>
      <p>
        <Icon size={15} aria-hidden />
        <b>{result.ok ? "Good" : "Failed"}</b> {result.words}
        <span className="num">{msText(result.tookMs)}</span>
      </p>
      <PhaseBar result={result} />
      <PhaseList result={result} />
      <ResultFacts result={result} nowMs={result.atMs} />
    </div>
  );
}
