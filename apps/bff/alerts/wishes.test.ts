import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Alert } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createWishes } from "./wishes.ts";

const START_MS = 1_790_000_000_000;
const DAY_MS = 86_400_000;

let dir: string;
let records: Records;
let clock: ReturnType<typeof manualClock>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "wishes-"));
  clock = manualClock(START_MS);
  records = await openRecords({ dir, clock });
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

const open = () => createWishes({ records, clock, changed: () => {} });

it("an acknowledgement that is made anew while it is kept that the one before is over stays", async () => {
  const wishes = await open();
  const fires = { id: "a", state: "firing", firingMs: START_MS } as Alert;
  await wishes.acknowledgements.add(fires, { by: "Ann" });
  clock.advance(1_000);
  await wishes.acknowledgements.add(fires, { by: "Bob" });
  wishes.acknowledgements.release([{ alert: "a", atMs: START_MS }]);
  expect(wishes.now().acknowledgements.get("a")).toMatchObject({ by: "Bob" });
  wishes.acknowledgements.release([{ alert: "a", atMs: START_MS + 1_000 }]);
  expect(wishes.now().acknowledgements.size).toBe(0);
});

it("a silence that is forgotten on disk is so in memory, too", async () => {
  const wishes = await open();
  const matchers = [{ label: "service", op: "=", value: "api" }];
  const add = () =>
    wishes.silences.add({
      matchers,
      fromMs: clock.now(),
      toMs: clock.now() + DAY_MS,
      by: "Ann",
      reason: "moved",
    });
  const old = await add();
  clock.advance(40 * DAY_MS);
  const { id } = await add();
  expect(wishes.silences.list().map((one) => one.id)).toEqual([id]);
  expect((await records.silences.list()).map((one) => one.id)).toEqual([id]);
  await expect(wishes.silences.end(old.id)).rejects.toMatchObject({ code: "not_found" });
});
