import { nearestName, Refusal } from "@mission-control/contracts";
import type { Scenario } from "../company/stage.ts";
import { canary } from "./canary.ts";
import { certificate } from "./certificate.ts";
import { connectionLeak } from "./connection-leak.ts";
import { dnsChange } from "./dns-change.ts";
import { growCluster } from "./grow-cluster.ts";
import { mentions } from "./mentions.ts";
import { notFound } from "./not-found.ts";
import { openFiles } from "./open-files.ts";
import { quietDay } from "./quiet-day.ts";
import { silentHost } from "./silent-host.ts";
import { slowDeploy } from "./slow-deploy.ts";
import { tourOf } from "./tour.ts";

const stories: readonly Scenario[] = [
  slowDeploy,
  canary,
  connectionLeak,
  openFiles,
  notFound,
  mentions,
  certificate,
  silentHost,
  dnsChange,
  growCluster,
];

/** Every scenario, in the order in which they are listed: the quiet day, the stories, and a tour through those. */
export const scenarios: readonly Scenario[] = [quietDay, ...stories, tourOf(stories)];

/** The scenario of that name. @throws Refusal `not_found` with the nearest right name and all there are. */
export function findScenario(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = scenarios.map((scenario) => scenario.name);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? "." : `; did you mean "${nearest}"?`;
  throw new Refusal("not_found", `there is no scenario "${name}"${hint} There are ${names.join(", ")}.`);
}
