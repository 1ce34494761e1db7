import { useConnection } from "../data/use-connection.ts";
import { clockTime } from "../format/time.ts";

/** That the stream is lost, and since when; what was drawn stays. */
export function Reconnecting() {
  const connection = useConnection();
  return (
    <span className="kiosk-lost" role="status" data-testid="reconnecting">
      {connection.state === "lost" ? `Reconnecting since ${clockTime(connection.sinceMs)}` : ""}
    </span>
  );
}
