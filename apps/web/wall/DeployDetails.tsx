import type { Deploy } from "@mission-control/contracts";
import { ExternalLink } from "lucide-react";
import type { RefObject } from "react";
import { Dialog, Popover } from "react-aria-components";
import { exactTime } from "../format/time.ts";
import { deployName, deployStatusWord } from "./deploy-words.ts";

/** What is known of the deploys behind one flag. */
export function DeployDetails(props: {
  deploys: readonly Deploy[];
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
              <h3>
                {deployName(deploy)}{" "}
                <span className={`status ${deploy.status}`}>{deployStatusWord(deploy.status)}</span>
              </h3>
              {deploy.title !== "" && <p>{deploy.title}</p>}
              <p className="when">
                <time dateTime={new Date(deploy.timeMs).toISOString()}>{exactTime(deploy.timeMs)}</time>
              </p>
              <p className="when">{factsOf(deploy)}</p>
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

function factsOf(deploy: Deploy): string {
  const facts = [
    deploy.kind,
    deploy.environment === "" ? "" : `in ${deploy.environment}`,
    deploy.author === "" ? "" : `by ${deploy.author}`,
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}
