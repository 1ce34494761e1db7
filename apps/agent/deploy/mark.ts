import { createClient, type DeployToSend } from "@mission-control/client";
import { rawDeploySchema } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";

/** Where Mission Control is, and where marks wait while it is away. */
export interface MarkOptions {
  readonly url: string;
  /** Default: the client's folder in the system's temporary one. */
  readonly spoolDir?: string | undefined;
  readonly clock: Clock;
}

/** What became of a mark. `kept`: Mission Control is away, the mark is on disk and goes with the next one. */
export type Marked =
  | { outcome: "sent" }
  | { outcome: "kept" }
  | { outcome: "refused" | "lost"; message: string };

/** Tells Mission Control of a deploy. Never rejects; a server that is away is waited for 4 s at most. */
export async function markDeploy(deploy: DeployToSend, options: MarkOptions): Promise<Marked> {
  const { url, spoolDir, clock } = options;
  const checked = rawDeploySchema.safeParse(deploy);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0]!;
    return { outcome: "refused", message: `${path.join(".") || "deploy"}: ${message}` };
  }
  try {
    const client = createClient({
      url,
      clock,
      service: "deploy-command",
      ...(spoolDir === undefined ? {} : { spoolDir }),
    });
    const isKept = client.deploy({ ...deploy, time: deploy.time ?? clock.now() });
    await client.close();
    const { queued, refused } = client.status().deploys;
    if (!isKept) return { outcome: "lost", message: "the disk takes no mark: is the temporary folder full?" };
    if (refused > 0)
      return { outcome: "refused", message: `${url} does not take it: is it Mission Control?` };
    return { outcome: queued > 0 ? "kept" : "sent" };
  } catch (error) {
    return { outcome: "lost", message: error instanceof Error ? error.message : String(error) };
  }
}
