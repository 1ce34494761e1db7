import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useServices } from "../data/services.ts";
import { useConnection } from "../data/use-connection.ts";
import { clockTime } from "../format/time.ts";

/** A break this short is not worth a line across the page. */
const PATIENCE_MS = 4_000;

/** What is wrong now, in words: with the connection, or as the server says of itself. */
export function Banner({ problems }: { problems: readonly { code: string; message: string }[] }) {
  const { clock } = useServices();
  const connection = useConnection();
  const lostMs = connection.state === "lost" ? connection.sinceMs : undefined;
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    return lostMs === undefined ? undefined : clock.after(PATIENCE_MS, () => setLong(true));
  }, [clock, lostMs]);

  return (
    <div className="banners" role="status">
      {lostMs !== undefined && long && (
        <p className="banner bad">
          <TriangleAlert size={15} aria-hidden />
          The server has not answered since {clockTime(lostMs)}. Check that it runs. What was drawn is kept,
          and what was missed is fetched once it answers again.
        </p>
      )}
      {problems.map((problem) => (
        <p key={`${problem.code} ${problem.message}`} className="banner warn">
          <TriangleAlert size={15} aria-hidden />
          {problem.message}
        </p>
      ))}
    </div>
  );
}
