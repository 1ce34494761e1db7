import { randomUUID } from "node:crypto";
import type { RawDeploy } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { post } from "./post.ts";

/**
 * Sends a deploy once, with no spool: for a program that has found no place for one. Waits 4 s at most and never rejects.
 * `away` is all that a client would try again.
 */
export async function sendDeploy(
  deploy: RawDeploy,
  { url, clock }: { url: string; clock: Clock },
): Promise<"sent" | "refused" | "away"> {
  const outcome = await post({
    url: `${url.replace(/\/+$/, "")}/api/deploys`,
    body: JSON.stringify({ ...deploy, time: deploy.time ?? clock.now() }),
    key: randomUUID(),
    records: 1,
    clock,
  });
  if (!outcome.settled) return "away";
  return outcome.accepted > 0 ? "sent" : "refused";
}
