import { manualClock } from "@mission-control/series";
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { demoCommand } from "./command.ts";
import { scenarios } from "./scenario/registry.ts";

/** What the command says of words that are no good, and how it ends. */
async function refusalOf(...words: string[]): Promise<string> {
  let said = "";
  const command = demoCommand({ clock: manualClock(), dist: "/nowhere" })
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        said += text;
      },
    });
  await expect(command.parseAsync(words, { from: "user" })).rejects.toThrow(CommanderError);
  return said;
}

describe("the command demo", () => {
  it("refuses a scenario that there is not, with the nearest right name and all there are", async () => {
    const said = await refusalOf("--scenario", "slowdeploy");
    expect(said).toContain('did you mean "slow-deploy"?');
    for (const { name } of scenarios) expect(said).toContain(name);
  });

  it("refuses what is no number, port, address or length, naming the option", async () => {
    for (const [option, value] of [
      ["--speed", "0"],
      ["--speed", "fast"],
      ["--rate", "-1"],
      ["--rate", ""],
      ["--port", "70000"],
      ["--edge-port", "4e3"],
      ["--url", "127.0.0.1:4400"],
      ["--url", "file:///etc"],
      ["--balancer", "nginx"],
      ["--history", "90d"],
      ["--rehearse", "1h"],
    ] as const) {
      expect(await refusalOf(option, value)).toMatch(
        new RegExp(`${option} .*invalid|${option} .*choices`, "s"),
      );
    }
  });

  it("refuses an option that there is not, with the nearest right one", async () => {
    expect(await refusalOf("--scenaro", "canary")).toContain("--scenario");
  });
});
