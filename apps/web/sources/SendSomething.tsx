import type { SourceStatus } from "@mission-control/contracts";
import { Command } from "../chrome/Command.tsx";
import { sampleDeploy, sampleEvent, sampleStatsd } from "../events/sample-commands.ts";

/** Commands to copy, each of which makes something appear on the wall. */
export function SendSomething({ sources }: { sources: readonly SourceStatus[] }) {
  const statsd = sources.find((source) => /udp/i.test(source.address) && /statsd/i.test(source.name));
  return (
    <section aria-labelledby="send-something">
      <h2 id="send-something">Send something</h2>
      <div className="samples">
        <div>
          <h3>Count by StatsD</h3>
          <p>A counter named hits. Find hits_total on the wall and add it.</p>
          <Command text={sampleStatsd(statsd?.address ?? "")} label="the command that counts by StatsD" />
        </div>
        <div>
          <h3>Post an event</h3>
          <p>It appears beside the wall at once.</p>
          <Command text={sampleEvent(location.origin)} label="the command that sends an event" />
        </div>
        <div>
          <h3>Mark a deploy</h3>
          <p>A line across every lane.</p>
          <Command text={sampleDeploy(location.origin)} label="the command that marks a deploy" />
        </div>
      </div>
    </section>
  );
}
