import { type Client, createClient, type DeployToSend, sendDeploy } from "@mission-control/client";
import { type RawDeploy, rawDeploySchema } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";

/** Where Mission Control is, and where marks wait while it is away. */
export interface MarkOptions {
  readonly url: string;
  /** Default: the client's folder in the system's temporary one. */
  readonly spoolDir?: string | undefined;
  readonly clock: Clock;
}

/**
 * What became of a mark. `kept`: Mission Control is away, the mark is on disk and goes with the next one. `warning`: it was sent,
 * but could not have waited, and why.
 */
export type Marked =
  | { outcome: "sent"; warning?: string }
  | { outcome: "kept" }
  | { outcome: "refused" | "lost"; message: string };

/**
 * Tells Mission Control of a deploy. Never rejects; a server that is away is waited for 4 s at most. Where no place is found
 * for the mark on disk, it is sent all the same.
 */
export async function markDeploy(deploy: DeployToSend, options: MarkOptions): Promise<Marked> {
  const { url, spoolDir, clock } = options;
  const checked = rawDeploySchema.safeParse(deploy);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0]!;
    return { outcome: "refused", message: `${path.join(".") || "deploy"}: ${message}` };
  }
  const mark = { ...checked.data, time: checked.data.time ?? clock.now() };
  let client: Client;
  try {
    client = createClient({
      url,
      clock,
      service: "deploy-command",
      ...(spoolDir === undefined ? {} : { spoolDir }),
    });
  } catch (error) {
    return sendAtOnce(mark, options, wordsOf(error));
  }
  try {
    const isKept = client.deploy(mark);
    await client.close();
    if (!isKept)
      return await sendAtOnce(mark, options, "the disk takes no mark: is the temporary folder full?");
    const { queued, refused } = client.status().deploys;
    if (refused > 0) return notTaken(url);
    return { outcome: queued > 0 ? "kept" : "sent" };
  } catch (error) {
    return { outcome: "lost", message: wordsOf(error) };
  }
}

async function sendAtOnce(mark: RawDeploy, { url, clock }: MarkOptions, why: string): Promise<Marked> {
  const outcome = await sendDeploy(mark, { url, clock });
  if (outcome === "sent") return { outcome, warning: why };
  if (outcome === "refused") return notTaken(url);
  return { outcome: "lost", message: `Mission Control at ${url} is away, and the mark cannot wait: ${why}` };
}

const notTaken = (url: string): Marked => ({
  outcome: "refused",
  message: `${url} does not take it: is it Mission Control?`,
});

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
