import { deployName } from "@mission-control/contracts";
import { ExternalLink } from "lucide-react";
import type { RefObject } from "react";
import { Dialog, Popover } from "react-aria-components";
import { exactTime } from "../format/time.ts";
import { DeployIcon } from "./DeployIcon.tsx";
import type { DeployStretch } from "./deploy-stretches.ts";
import { factsOf, outcomeWords } from "./deploy-words.ts";

/** What is known of the deploys behind one flag, the newest first. */
export function DeployDetails(props: {
  deploys: readonly DeployStretch[];
  triggerRef: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const { deploys, triggerRef, onClose } = props;
  return (
    <Popover
      className="popover deploy-details"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom start"
    >
      <Dialog aria-label="Deploy details" className="outline-none">
        <ul>
          {[...deploys].reverse().map((deploy) => (
            <li key={deploy.id}>
              <h3 className={deploy.tone}>
                <DeployIcon kind={deploy.kind} undo={deploy.tone === "undo"} size={14} />
                {deployName(deploy)} <span className="status">{outcomeWords(deploy)}</span>
              </h3>
              {deploy.title !== "" && <p>{deploy.title}</p>}
              <p className="when">
                <time dateTime={new Date(deploy.timeMs).toISOString()}>{exactTime(deploy.timeMs)}</time>
              </p>
              <dl className="facts">
                {factsOf(deploy).map(([name, words]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
              {/^https?:\/\//.test(deploy.link) && (
                <a href={deploy.link} target="_blank" rel="noreferrer noopener">
                  Open its page <ExternalLink size={12} aria-hidden />
                </a>
              )}
            </li>
          ))}
        </ul>
      </Dialog>
    </Popover>
  );
}
