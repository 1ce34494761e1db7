import type { DeployToSend } from "@mission-control/client";
import { type Faults, healthy, type Service } from "../company/instance.ts";
import { roster } from "../company/roster.ts";
import type { Stage, Step } from "../company/stage.ts";
import { at, seconds } from "./step.ts";

/** The time between two instances of a roll-out. */
const APART_MS = seconds(20);

/** From the start of a roll-out over a service's three instances until it is marked as finished. */
export const ROLLOUT_MS = 4 * APART_MS;

/** A deploy as the script `bolt` tells it. */
export function byBolt(deploy: DeployToSend & { service: string }): DeployToSend {
  const page = [deploy.service, deploy.version].filter((part) => part !== undefined).join("/");
  return {
    author: "bolt",
    environment: "production",
    link: `https://deploys.example.com/${page}`,
    ...deploy,
  };
}

/** The names of a service's first instances. */
export const namesOf = (service: Service): string[] =>
  roster.filter((spec) => spec.service === service).map((spec) => spec.name);

/** A release goes over a service's instances one by one, and is marked when it starts and when it is finished. */
export function rollOut(release: {
  service: Service;
  version: string;
  fromMs: number;
  title: string;
  faults?: Partial<Faults>;
  /** Done with the first mark. */
  begin?(stage: Stage): void;
  /** Instead of a plain restart with the version and the faults. */
  restart?(stage: Stage, name: string): Promise<void>;
}): Step[] {
  const { service, version, fromMs, title, begin = () => {} } = release;
  const faults = { ...healthy, ...release.faults };
  const { restart = (stage: Stage, name: string) => stage.restart(name, { version, faults }) } = release;
  const mark = { service, version, title };
  return [
    at(fromMs, `${service} ${version} goes out`, (stage) => {
      begin(stage);
      stage.deploy(byBolt({ ...mark, status: "started" }));
    }),
    ...namesOf(service).map((name, index) =>
      at(fromMs + (index + 1) * APART_MS, `${name} runs ${version}`, (stage) => restart(stage, name)),
    ),
    at(fromMs + ROLLOUT_MS, `${service} ${version} is out`, (stage) =>
      stage.deploy(byBolt({ ...mark, status: "finished" })),
    ),
  ];
}
