import type { Random } from "../company/random.ts";
import type { LoadShape } from "../company/stage.ts";
import type { Call } from "../company/wire.ts";
import { apiDoor, pagesDoor } from "./doors.ts";
import type { Population } from "./population.ts";
import { mixes, type Shares } from "./shares.ts";
import { createStory, get } from "./story.ts";

/** "%E0%A4%A" ends within a character of three bytes: nothing decodes it. */
const MALFORMED = "/search?q=%E0%A4%A";

export type Mix = ReturnType<typeof createMix>;

/** What users do, at the pages and at the api, by shares. The same random and the same questions give the same calls. */
export function createMix(options: { random: Random; population: Population; shares?: Shares }) {
  const { random, population, shares = mixes.shop } = options;
  const { pages, api } = shares;
  const nextPage = createStory({ random: random.fork("pages"), population, door: pagesDoor, deeds: pages });
  const nextDirect = createStory({ random: random.fork("api"), population, door: apiDoor, deeds: api });
  const crawler = random.fork("malformed");
  return {
    /** The part of calls that should go to the api directly, 0 to 1. */
    direct: shares.direct,
    /** The next call for a page, through the edge. */
    nextPage({ malformedShare }: Pick<LoadShape, "malformedShare">): Call {
      if (malformedShare > 0 && crawler.chance(malformedShare)) {
        return get(population.draw(crawler), MALFORMED);
      }
      return nextPage();
    },
    /** The next call of a program to the api, which has other paths than the pages. */
    nextDirect: (): Call => nextDirect(),
  };
}
