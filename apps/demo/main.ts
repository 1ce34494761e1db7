import { fileURLToPath } from "node:url";
import { systemClock } from "@mission-control/series";
import { demoCommand } from "./command.ts";

/** What a shell is told where the words of the command were no good. */
const BAD_WORDS = 2;

demoCommand({ clock: systemClock, dist: fileURLToPath(new URL(".", import.meta.url)) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : BAD_WORDS))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
