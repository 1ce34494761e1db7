import { Command } from "../chrome/Command.tsx";
import { sampleDeploy, sampleEvent } from "../events/sample-commands.ts";

/** Commands to copy, each of which marks something on the wall. */
export function SendSomething() {
  return (
    <section aria-labelledby="send-something">
      <h2 id="send-something">Say what happened</h2>
      <div className="samples">
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
