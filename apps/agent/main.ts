import { Command } from "commander";
import { deployCommand } from "./deploy/command.ts";

const program = new Command("mission-control")
  .description("What runs elsewhere and tells Mission Control.")
  .showHelpAfterError()
  .addCommand(
    deployCommand({
      exit: (code) => {
        process.exitCode = code;
      },
    }),
  );

await program.parseAsync();
