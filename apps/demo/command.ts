import type { Clock } from "@mission-control/series";
import { Command, InvalidArgumentError, Option } from "commander";
import { hammerCommand } from "./hammer.ts";
import { historyLength as lengthOfHistory } from "./history/length.ts";
import type { DemoOptions } from "./options.ts";
import { writeLongPast, writeRehearsal } from "./past.ts";
import { findScenario, scenarios } from "./scenario/registry.ts";
import { playDemo, writePast } from "./terminal.ts";

const number = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() !== "" && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Write a number from ${least} to ${most}.`);
};
const port = (text: string) => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("Write a port from 0 to 65535; 0 takes a free one.");
};
const address = (text: string) => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("Write an address such as http://127.0.0.1:4400.");
};
/** What `read` makes of an option; its refusal is told as the option's fault. */
const refusing =
  <T>(read: (text: string) => T) =>
  (text: string): T => {
    try {
      return read(text);
    } catch (refusal) {
      throw new InvalidArgumentError((refusal as Error).message);
    }
  };
const scenario = refusing((name) => findScenario(name).name);
const historyLength = refusing(lengthOfHistory);
const rehearsalLength = (text: string) => {
  const minutes = Number(/^(\d+)m$/.exec(text)?.[1]);
  if (minutes >= 5 && minutes <= 24 * 60) return minutes * 60_000;
  throw new InvalidArgumentError("Write minutes from 5m to 1440m.");
};

function listScenarios(): void {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, about } of scenarios) console.log(`${name.padEnd(width)}  ${about}`);
}

/** The command `demo`. `dist` is the folder of the built files. */
export function demoCommand(here: { clock: Clock; dist: string }): Command {
  return new Command("demo")
    .description(
      "A small real company to watch, break and deploy: processes, requests, logs, releases that go wrong.",
    )
    .option("--scenario <name>", "what happens to it", scenario, "quiet-day")
    .option("--list", "list the scenarios and end")
    .option("--seed <text>", "the same seed gives the same chance", "mock")
    .option("--speed <factor>", "how many times faster the company's time goes", number(0.1, 1_000), 1)
    .option("--rate <per second>", "requests at the busiest time of day", number(0, 2_000), 40)
    .option("--steady", "as many requests at any time of day", false)
    .option("--url <address>", "where Mission Control is", address, "http://127.0.0.1:4400")
    .addOption(
      new Option("--balancer <kind>", "auto takes HAProxy where it is installed")
        .choices(["auto", "haproxy", "built-in"])
        .default("auto"),
    )
    .option("--port <port>", "of the demo's own page", port, 4410)
    .option("--edge-port <port>", "of the edge, HTTP", port, 4411)
    .option("--edge-tls-port <port>", "of the edge, HTTPS", port, 4412)
    .option("--web-port <port>", "of the balancer, for pages", port, 4413)
    .option("--api-port <port>", "of the balancer, for the api", port, 4414)
    .option("--no-past", "begin with an empty wall, without the hour before that is written otherwise")
    .option("--history <length>", "write so long a past, 1h to 35d, and end", historyLength)
    .option("--rehearse <length>", "write the scenario as if it had just happened, and end", rehearsalLength)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .action(async (options: DemoOptions & { list?: boolean; history?: number; rehearse?: number }) => {
      const { list, history, rehearse, url, seed } = options;
      if (list) return listScenarios();
      if (history !== undefined)
        return writePast((all) => writeLongPast({ url, seed, lengthMs: history }, all), here);
      if (rehearse !== undefined) {
        return writePast((all) => writeRehearsal({ ...options, lengthMs: rehearse }, all), here);
      }
      await playDemo(options, here);
    })
    .addCommand(hammerCommand({ clock: here.clock }));
}
