import type { Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import { roster } from "../company/roster.ts";
import type { Scenario, Step } from "../company/stage.ts";
import { byBolt, ROLLOUT_MS, rollOut } from "../scenario/release.ts";
import { at, minutes } from "../scenario/step.ts";

/** Something that happens in history: steps that begin at a time. */
export interface Tale {
  readonly name: string;
  readonly beginMs: number;
  readonly lengthMs: number;
  readonly steps: readonly Step[];
}

export const endOf = (tale: Tale): number => tale.beginMs + tale.lengthMs;

export const scenarioAt = (beginMs: number, scenario: Scenario, random: Random): Tale => ({
  name: scenario.name,
  beginMs,
  lengthMs: scenario.lengthMs,
  steps: scenario.steps(random),
});

const changes: Record<Service, readonly string[]> = {
  web: [
    "Larger buttons on phones",
    "The cart says when it is saved",
    "Pictures load when they are seen",
    "Prices without cents where there are none",
    "A quieter front page",
  ],
  api: [
    "An index for orders by day",
    "Carts expire after a week",
    "Fewer columns in the list of products",
    "Payments say why they are refused",
    "A newer driver of the database",
  ],
};

export const numberOf = (version: string): number => Number(version.slice(1));

/** As scenarios count versions, those of the roster are the present ones; this is the one after. */
const nextVersion = (service: Service): string =>
  `v${numberOf(roster.find((spec) => spec.service === service)!.version) + 1}`;

/** A release that nobody notices. */
export function releaseAt(beginMs: number, service: Service, random: Random): Tale {
  const version = nextVersion(service);
  return {
    name: `release of ${service}`,
    beginMs,
    lengthMs: ROLLOUT_MS + minutes(5),
    steps: rollOut({ service, version, fromMs: 0, title: random.pick(changes[service]) }),
  };
}

/** What a scenario leaves behind that a month cannot keep: taken back some time later. */
export function aftermathOf(tale: Tale, waitMs: number): Tale | undefined {
  const beginMs = endOf(tale) + waitMs;
  if (tale.name === "grow-cluster")
    return {
      name: "shrink-cluster",
      beginMs,
      lengthMs: minutes(4),
      steps: shrink,
    };
  if (tale.name === "dns-change") return { name: "dns-back", beginMs, lengthMs: minutes(12), steps: dnsBack };
  return undefined;
}

const fewer = { service: "api", kind: "cluster", title: "From five instances to three" } as const;
const shrink: readonly Step[] = [
  at(0, "api shrinks to three instances", (stage) => stage.deploy(byBolt({ ...fewer, status: "started" }))),
  ...["api-5", "api-4"].map((name, i) =>
    at(minutes(1 + i), `${name} is taken out`, (stage) => stage.remove(name)),
  ),
  at(minutes(3), "api has three instances", (stage) =>
    stage.deploy(byBolt({ ...fewer, status: "finished" })),
  ),
];

const back = { service: "www", kind: "dns", title: "www: from green to blue" } as const;
const dnsBack: readonly Step[] = [
  at(0, "www points to blue", (stage) => {
    stage.deploy(byBolt({ ...back, status: "started" }));
    stage.pointDns("blue");
  }),
  at(minutes(7), "nobody comes by green any more", (stage) =>
    stage.deploy(byBolt({ ...back, status: "finished" })),
  ),
];

const DAY_MS = 86_400_000;
/** Days before the end at which a certificate is warned of. */
const WARNED = [14, 10, 7, 5, 3];
/** It is renewed so many days before its end: late, but not too late. */
const LEFT = 2;

/** A certificate that nobody renews until two days are left, from `fromMs` on: it counts down, and is warned of. */
export function countdownTo(renewMs: number, fromMs: number, daysWhenRenewed: number): Tale {
  const endMs = renewMs + LEFT * DAY_MS;
  const warnings = WARNED.map((days) => [days, endMs - days * DAY_MS - fromMs] as const).filter(
    ([, atMs]) => atMs > 0,
  );
  return {
    name: "certificate",
    beginMs: fromMs,
    lengthMs: renewMs - fromMs + minutes(1),
    steps: [
      at(0, "the certificate counts down", (stage) => stage.certificate((endMs - fromMs) / DAY_MS)),
      ...warnings.map(([days, atMs]) =>
        at(atMs, `the certificate has ${days} days left`, (stage) =>
          stage.event({
            type: "alert",
            service: "edge",
            severity: days > 7 ? "warning" : "critical",
            title: `The edge's certificate will expire in ${days} days`,
            attributes: { days_left: days },
          }),
        ),
      ),
      at(renewMs - fromMs, "the certificate is renewed", async (stage) => {
        await stage.certificate(daysWhenRenewed);
        stage.deploy(byBolt({ service: "edge", kind: "provisioning", title: "The certificate is renewed" }));
      }),
    ],
  };
}
