import { acknowledge } from "./acknowledge.ts";
import type { Stage } from "./board.ts";
import { deduplicate } from "./deduplicate.ts";
import { escalate } from "./escalate.ts";
import { group } from "./group.ts";
import { inhibit } from "./inhibit.ts";
import { mute } from "./mute.ts";
import { repeat } from "./repeat.ts";
import { resolve } from "./resolve.ts";
import { silence } from "./silence.ts";
import { tell } from "./tell.ts";
import { wait } from "./wait.ts";

/** The way from an alert to a message, stage by stage, in Alertmanager's order. */
export function createStages(): Readonly<Record<string, Stage>> {
  return {
    group,
    wait,
    inhibit,
    silence,
    mute,
    acknowledge,
    deduplicate,
    escalate,
    repeat,
    resolve,
    tell,
  };
}
