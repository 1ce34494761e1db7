import { join } from "node:path";
import type { Clock } from "@mission-control/series";
import { freePort } from "./company/http-listener.ts";
import { writeFirstPast } from "./first-past.ts";
import { startCompany } from "./live/company.ts";
import { findListeners, isReady, putView } from "./live/mission-control.ts";
import { findMissionControl } from "./live/own-mission-control.ts";
import type { DemoOptions } from "./options.ts";
import { createPage } from "./page/page.ts";
import { servePage } from "./page/serve-page.ts";
import { stateOf } from "./page/state-of.ts";
import { createDirector } from "./scenario/director.ts";
import type { StepReport } from "./scenario/perform.ts";
import { findScenario } from "./scenario/registry.ts";
import { mockProduction } from "./view/mock-production.ts";

const LOOK_MS = 2_000;

/** The demo as it runs. */
export interface RunningDemo {
  /** Of the demo's own page. */
  readonly page: string;
  readonly wall: string;
  readonly shop: string;
  readonly balancer: string;
  /** Whether it started Mission Control, too. */
  readonly ownsMissionControl: boolean;
  /** Of the instances. */
  pids(): number[];
  stop(): Promise<void>;
}

/**
 * Starts all there is, from the built files in `dist`: Mission Control from `program` where there is none, the company, the
 * page, the scenario. What happens is told in words by `tell`.
 * @throws Error in words, with what to do; Refusal where there is no such scenario. Nothing is left running then.
 */
export async function runDemo(
  options: DemoOptions,
  {
    clock,
    dist,
    program,
    tell,
  }: { clock: Clock; dist: string; program: string; tell: (words: string) => void },
): Promise<RunningDemo> {
  const scenario = findScenario(options.scenario);
  await checkPorts(options);
  const { url, seed, speed } = options;
  const missionControl = await findMissionControl({ url, clock, program });
  const endings: (() => Promise<void> | void)[] = [missionControl.stop];
  const stop = async () => {
    while (endings.length > 0) await endings.pop()!();
  };

  try {
    await putView(url, mockProduction);
    if (options.past) {
      // A second or two: whoever does not want to wait ends the whole demo.
      const { signal } = new AbortController();
      const written = await writeFirstPast(
        { url, seed, rate: options.rate, isSteady: options.steady },
        { clock, program, signal, onProgress: () => {} },
      );
      if (written !== undefined) tell(`The hour before, so that the wall is not empty. ${written}`);
    }
    const company = await startCompany({
      clock,
      speed,
      seed,
      rate: options.rate,
      isSteady: options.steady,
      url,
      listeners: await findListeners(url),
      ports: {
        edge: options.edgePort,
        edgeTls: options.edgeTlsPort,
        web: options.webPort,
        api: options.apiPort,
      },
      balancer: options.balancer,
      program: join(dist, "instance.js"),
      onTrouble: tell,
    });
    endings.push(company.stop);
    const director = createDirector({
      stage: company.stage,
      seed,
      onStep: (report) => tell(stepInWords(report)),
    });
    endings.push(() => director.playing()?.end());

    let isAnswering = true;
    endings.push(
      clock.every(LOOK_MS, () => {
        void isReady(url).then((ready) => {
          if (ready !== isAnswering) tell(ready ? "Mission Control answers again" : awayWords(url));
          isAnswering = ready;
        });
      }),
    );

    const wall = new URL(`/views/${mockProduction.slug}`, url).href;
    const page = await servePage(
      createPage({
        folder: join(dist, "page"),
        state: () => stateOf({ company, director, wall, speed, isAnswering }),
        async play(name) {
          const wanted = findScenario(name);
          tell(`${wanted.title}: ${wanted.about}`);
          await director.play(wanted);
        },
        stop: director.stop,
        load: (factor) => company.stage.load({ factor }),
      }),
      { port: options.port, clock },
    );
    endings.push(page.stop);
    await director.play(scenario);
    const { host, http } = company.addresses.blue;
    return {
      page: page.url,
      wall,
      shop: `http://${host}:${http}`,
      balancer: company.balancer,
      ownsMissionControl: missionControl.isOwn,
      pids: company.pids,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Looks at the ports before anything is started. @throws Error naming one that is taken, and its option. */
async function checkPorts(options: DemoOptions): Promise<void> {
  await freePort(options.port, "The demo's page", "--port");
  await freePort(options.edgePort, "The edge (HTTP)", "--edge-port");
  await freePort(options.edgeTlsPort, "The edge (HTTPS)", "--edge-tls-port");
  await freePort(options.webPort, "The balancer's frontend web", "--web-port");
  await freePort(options.apiPort, "The balancer's frontend api", "--api-port");
}

function stepInWords({ atMs, says, fault }: StepReport): string {
  const minutes = Math.floor(atMs / 60_000);
  const seconds = String(Math.floor(atMs / 1_000) % 60).padStart(2, "0");
  const time = `${minutes}:${seconds}`.padStart(7);
  return fault === undefined ? `${time}  ${says}` : `${time}  ${says}: this did not work: ${fault}`;
}

const awayWords = (url: string) =>
  `Mission Control does not answer at ${url}; events wait on disk, metrics are lost. Start it again: npm start`;
