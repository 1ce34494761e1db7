import type { StoreStatus } from "@mission-control/contracts";
import { CircleAlert, CircleCheck } from "lucide-react";
import { Panel } from "../chrome/Panel.tsx";
import { clockTime, lengthText } from "../format/time.ts";

/** A store that is so far behind is said to be, ms; the newest samples always wait a moment. */
const BEHIND_MS = 15_000;

/** One row for each store beside the built-in one. */
export function StoreTable({ stores }: { stores: readonly StoreStatus[] }) {
  return (
    <Panel label="Other stores">
      <thead>
        <tr>
          <th scope="col">Store</th>
          <th scope="col">State</th>
          <th scope="col">Where</th>
          <th scope="col" className="num">
            Written
          </th>
          <th scope="col" className="num">
            Refused
          </th>
          <th scope="col" className="num">
            Never written
          </th>
        </tr>
      </thead>
      <tbody>
        {stores.map((store) => (
          <tr key={store.name}>
            <th scope="row">
              {store.name}
              {store.default && " (default)"}
            </th>
            <td>
              <State store={store} />
            </td>
            <td className="mono">{store.address}</td>
            <Count value={store.written?.samples} />
            <Count value={store.written?.refused} bad />
            <Count value={store.written?.lost} bad />
          </tr>
        ))}
      </tbody>
    </Panel>
  );
}

function State({ store: { away, written } }: { store: StoreStatus }) {
  const fault = away ?? written?.fault ?? null;
  if (fault !== null) {
    const what = away === null ? "takes no writes since" : "away since";
    return (
      <span className="state text-bad">
        <CircleAlert size={14} aria-hidden /> {what} {clockTime(fault.sinceMs)}: {fault.reason}
      </span>
    );
  }
  const behindMs = written?.behindMs ?? 0;
  return (
    <span className="state">
      <CircleCheck size={14} aria-hidden className="text-ok" />{" "}
      {behindMs > BEHIND_MS ? `behind by ${lengthText(behindMs)}` : "answers"}
    </span>
  );
}

/** A count; a dash where nothing is counted. */
function Count({ value, bad = false }: { value: number | undefined; bad?: boolean }) {
  return (
    <td className={bad && (value ?? 0) > 0 ? "num text-bad" : "num"}>{value?.toLocaleString("en") ?? "–"}</td>
  );
}
