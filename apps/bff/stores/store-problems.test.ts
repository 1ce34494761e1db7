import { settingsSchema } from "@mission-control/contracts";
import { systemClock } from "@mission-control/series";
import { startStubStore } from "@mission-control/store/real";
import { afterEach, expect, it } from "vitest";
import { storeProblems, storeStatuses } from "./store-problems.ts";
import { createStores } from "./stores.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const nothingWritten = { status: () => new Map() };

async function make() {
  const stub = await startStubStore();
  closing.push(stub.close);
  const settings = settingsSchema.parse({ series: { url: stub.url } }).series.stores;
  const stores = createStores({ settings, clock: systemClock });
  return { stub, stores, store: stores.list()[0]!.store };
}

it("a store by the short setting is called by what it says it is", async () => {
  const { stub, stores, store } = await make();
  expect(storeStatuses(stores, nothingWritten)[0]!.kind).toBeNull();
  stub.json({ status: "success", data: {} });
  await store.probe();
  expect(storeStatuses(stores, nothingWritten)[0]!.kind).toBe("victoriametrics");
});

it("a store that is away is told of with what its lanes show, drawn before or drawn anew", async () => {
  const { stub, stores, store } = await make();
  await stub.close();
  closing.pop();
  while (store.away() === undefined) await store.probe().catch(() => {});
  const [problem] = storeProblems(stores, nothingWritten, 0);
  expect(problem!.code).toBe("store_away");
  expect(problem!.message).toMatch(
    /^The store main at http:\S+ is away since \d\d:\d\d UTC \(connection refused\)\./,
  );
  expect(problem!.message).toContain("drawn before keeps what it shows");
  expect(problem!.message).toContain("drawn anew has nothing until the store answers again");
});
