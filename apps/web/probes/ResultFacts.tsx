import type { ProbeResult } from "@mission-control/contracts";
import { valueText } from "../format/value.ts";
import { Certificate } from "./Certificate.tsx";

/** What a check saw besides its times. */
export function ResultFacts({ result, nowMs }: { result: ProbeResult; nowMs: number }) {
  const { address, status, bytes, certificateEndsMs, certificateName, certificateIssuer, answers } = result;
  return (
    <dl className="probe-facts">
      {address !== null && <Fact name="Asked">{address}</Fact>}
      {status !== null && <Fact name="Status">{status}</Fact>}
      {bytes !== null && <Fact name="Body">{valueText(bytes, "bytes")}</Fact>}
      {certificateEndsMs !== null && (
        <Fact name="Certificate">
          <Certificate endsMs={certificateEndsMs} nowMs={nowMs} />
          <small>
            {certificateName}
            {certificateIssuer !== null && `, issued by ${certificateIssuer}`}
          </small>
        </Fact>
      )}
      {answers !== null && (
        <Fact name="Answers">
          {answers.length === 0 ? "none" : answers.map((answer) => <code key={answer}>{answer}</code>)}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
