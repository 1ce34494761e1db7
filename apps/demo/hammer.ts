import { createClient } from "@mission-control/client";
import type { Clock } from "@mission-control/series";
import { Command } from "commander";
import { createCommandHammer, hammerInWords, runToEnd } from "./load/hammer-command.ts";
import { parseHammerOptions } from "./load/hammer-options.ts";

const BAD_WORDS = 2;
const TELL_MS = 5_000;

/** `hammer`: load by itself, for a shop that runs; it ends after so long or so many requests, or with Ctrl+C. */
export function hammerCommand({ clock }: { clock: Clock }): Command {
  return new Command("hammer")
    .description("only load, of which the rate, the amount and the mix can be chosen")
    .option("--url <address>", "what is asked", "http://127.0.0.1:4411")
    .option("--rate <per second>", "requests a second")
    .option("--for <time>", "how long: 30s, 5m, 1h")
    .option("--amount <number>", "how many requests in all")
    .option("--mix <name>", "what is asked: shop, pages, api, sale")
    .option("--connections <number>", "at most so many at once")
    .option("--users <number>", "how many different users")
    .option("--seed <text>", "the same seed gives the same requests")
    .action(async (given: Record<string, string>) => {
      const parsed = parseHammerOptions(given);
      if ("wrong" in parsed) {
        for (const words of parsed.wrong) console.error(words);
        process.exit(BAD_WORDS);
      }
      const client = createClient({ service: "hammer", clock });
      const hammer = createCommandHammer(parsed.options, { clock, telemetry: client });
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void hammer.stop());
      const stopTelling = clock.every(TELL_MS, () => console.log(hammerInWords(hammer.status())));
      await runToEnd(hammer);
      stopTelling();
      console.log(hammerInWords(hammer.status()));
      await client.close();
    });
}
