import type { Company } from "../live/company.ts";
import type { Director } from "../scenario/director.ts";
import { scenarios } from "../scenario/registry.ts";
import { faultsInWords, playedOf } from "./describe.ts";
import type { PageState } from "./state.ts";

/** What the page shows now. */
export function stateOf(of: {
  company: Company;
  director: Director;
  wall: string;
  speed: number;
  isAnswering: boolean;
}): PageState {
  const { company, director, wall, speed } = of;
  const playing = director.playing();
  const { factor, target } = company.load();
  return {
    wall,
    missionControl: of.isAnswering ? "ready" : "away",
    balancer: company.balancer,
    speed,
    scenarios: scenarios.map(({ name, title, about, seeIt, lengthMs }) => ({
      name,
      title,
      about,
      seeIt,
      lengthMs,
    })),
    preparing: director.preparing()?.title ?? null,
    playing: playing === undefined ? null : playedOf(playing, company.stage.clock.now()),
    instances: company.stage.instances().map(({ name, version, weight, faults }) => ({
      name,
      version,
      weight,
      state: company.isSilent(name) ? "silent" : "up",
      faults: faultsInWords(faults),
    })),
    load: { factor, perSecond: target },
  };
}
