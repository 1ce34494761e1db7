import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Alert,
  limits,
  type NewNotice,
  type NoticeQuery,
  noticeQuerySchema,
} from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "./records.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let records: Records;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "notice-records-"));
  records = await open();
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

const open = () => openRecords({ dir, clock: manualClock(nowMs) });
const asked = (query: Partial<NoticeQuery> = {}): NoticeQuery => ({
  ...noticeQuerySchema.parse({}),
  ...query,
});

const alertOf = (id: string): Alert => ({
  id,
  rule: "r",
  ruleName: "R",
  labels: {},
  state: "firing",
  sinceMs: nowMs,
  firingMs: nowMs,
  value: 1,
  unit: "none",
  severity: "error",
  title: "T",
  description: "",
  owner: "",
  runbook: "",
  link: "/",
  error: null,
  acknowledged: null,
  quiet: [],
});

const noticeOf = (id: string, more: Partial<NewNotice> = {}): NewNotice => ({
  id,
  channel: "hook",
  group: `g-${id}`,
  reason: "firing",
  alerts: [alertOf("a")],
  more: 0,
  createdMs: nowMs,
  ...more,
});

const attempt = (ok: boolean, words = "words") => ({ atMs: nowMs, ok, words, tookMs: 3 });

describe("notices", () => {
  it("wait as they were planned, also after opening again", async () => {
    await records.notices.add([noticeOf("1"), noticeOf("2", { channel: "mail", more: 7 })]);
    await records.close();
    records = await open();
    const waiting = await records.notices.waitingAfter(0);
    expect(waiting).toMatchObject([
      { id: "1", channel: "hook", group: "g-1", sinceMs: nowMs, nextMs: nowMs, tries: 0 },
      { id: "2", channel: "mail", group: "g-2" },
    ]);
    expect(await records.notices.waitingAfter(waiting[0]!.seq)).toHaveLength(1);
    expect(await records.notices.find("2")).toEqual({
      ...noticeOf("2", { channel: "mail", more: 7 }),
      state: "waiting",
      nextMs: nowMs,
      attempts: [],
      insteadOf: null,
    });
  });

  it("that are kept twice are there once, with the alerts of the first", async () => {
    await records.notices.add([noticeOf("1")]);
    await records.notices.add([noticeOf("2"), noticeOf("1", { alerts: [alertOf("b")] })]);
    expect(await records.notices.waitingAfter(0)).toHaveLength(2);
    expect((await records.notices.list(asked({ alert: "b" }))).notices).toEqual([]);
  });

  it("have every attempt in the log, and what came of it", async () => {
    const { notices } = records;
    await notices.add([noticeOf("1")]);
    await notices.attempted("1", attempt(false, "answered 500"), { state: "waiting", nextMs: nowMs + 5 });
    expect(await notices.waitingAfter(0)).toMatchObject([{ tries: 1, nextMs: nowMs + 5 }]);
    await notices.attempted("1", attempt(true, "answered 200"), { state: "sent" });
    const found = await notices.find("1");
    expect(found).toMatchObject({ state: "sent", nextMs: null });
    expect(found?.attempts).toEqual([attempt(false, "answered 500"), attempt(true, "answered 200")]);
    expect(await notices.waitingAfter(0)).toEqual([]);
    expect(await notices.lastAttempt("hook")).toEqual({
      attempt: attempt(true, "answered 200"),
      state: "sent",
    });
    expect(await notices.lastAttempt("mail")).toBeUndefined();
    await notices.attempted("none", attempt(true), { state: "sent" });
  });

  it("keep the newest hundred of their attempts", async () => {
    const { notices } = records;
    await notices.add([noticeOf("1")]);
    for (let i = 0; i < 120; i++)
      await notices.attempted("1", attempt(false, String(i)), { state: "waiting", nextMs: nowMs });
    const words = (await notices.find("1"))?.attempts.map((each) => each.words);
    expect(words).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 20)));
  });

  it("that fail bring the one that is sent in their place, in the same transaction", async () => {
    const { notices } = records;
    await notices.add([noticeOf("1")]);
    const instead = noticeOf("2", { channel: "mail", insteadOf: "1" });
    await notices.attempted("1", attempt(false), { state: "failed", instead });
    expect(await notices.find("1")).toMatchObject({ state: "failed" });
    expect(await notices.find("2")).toMatchObject({ state: "waiting", insteadOf: "1", channel: "mail" });
  });

  it("are listed newest first by state, channel and alert, page by page", async () => {
    const { notices } = records;
    for (let i = 1; i <= 5; i++)
      await notices.add([
        noticeOf(String(i), { channel: i % 2 === 0 ? "mail" : "hook", alerts: [alertOf(`a${i % 3}`)] }),
      ]);
    await notices.attempted("5", attempt(true), { state: "sent" });
    const ids = async (query: Partial<NoticeQuery>) => {
      const found = await notices.list(asked(query));
      return found.notices.map(({ id }) => id);
    };
    expect(await ids({})).toEqual(["5", "4", "3", "2", "1"]);
    expect(await ids({ state: "waiting" })).toEqual(["4", "3", "2", "1"]);
    expect(await ids({ channel: "mail" })).toEqual(["4", "2"]);
    expect(await ids({ alert: "a2", state: "sent" })).toEqual(["5"]);
    const first = await notices.list(asked({ limit: 2 }));
    expect(first.notices.map(({ id }) => id)).toEqual(["5", "4"]);
    const rest = await notices.list(asked({ limit: 3, before: first.next! }));
    expect(rest).toMatchObject({ next: null, notices: [{ id: "3" }, { id: "2" }, { id: "1" }] });
  });

  it("can be tried again as if they were new, unless they were sent", async () => {
    const { notices } = records;
    await notices.add([noticeOf("1"), noticeOf("2")]);
    await notices.attempted("1", attempt(false), { state: "failed" });
    await notices.attempted("2", attempt(true), { state: "sent" });
    expect(await notices.retry("1", nowMs + 9)).toMatchObject({ id: "1", sinceMs: nowMs + 9, tries: 0 });
    expect(await notices.find("1")).toMatchObject({ state: "waiting", nextMs: nowMs + 9 });
    await expect(notices.retry("2", nowMs)).rejects.toMatchObject({ code: "invalid_body" });
    await expect(notices.retry("3", nowMs)).rejects.toMatchObject({ code: "not_found" });
  });

  it("that are old are forgotten with all that belongs to them, but for those that wait", async () => {
    const { notices } = records;
    for (let i = 0; i < 120; i++) await notices.add([noticeOf(`old${i}`, { createdMs: nowMs - 10 })]);
    for (let i = 1; i < 120; i++) await notices.attempted(`old${i}`, attempt(true), { state: "sent" });
    await notices.add([noticeOf("new")]);
    await notices.attempted("new", attempt(true), { state: "sent" });
    await notices.dropBefore(nowMs);
    const left = await notices.list(asked({ limit: 200 }));
    expect(left.notices.map(({ id }) => id)).toEqual(["new", "old0"]);
    expect((await notices.list(asked({ alert: "a" }))).notices).toHaveLength(2);
  });
});

it("of notices the newest are kept, however young the oldest are", async () => {
  await records.notices.add([noticeOf("1"), noticeOf("waits"), noticeOf("3")]);
  for (const id of ["1", "3"]) await records.notices.attempted(id, attempt(true), { state: "sent" });
  await records.close();
  const db = new Database(join(dir, "records.sqlite"));
  db.exec(`UPDATE sqlite_sequence SET seq = ${limits.noticesKept + 1} WHERE name = 'notices'`);
  db.close();
  records = await open();
  await records.notices.add([noticeOf("new")]);
  await records.notices.dropBefore(0);
  expect((await records.notices.list(asked())).notices.map(({ id }) => id)).toEqual(["new", "3", "waits"]);
});

describe("a repeat that waits", () => {
  const waiting = async () => (await records.notices.waitingAfter(0)).map(({ id }) => id);

  it.each(["repeat", "changed"] as const)(
    "and was never tried gives way to a new %s of its group",
    async (reason) => {
      const { notices } = records;
      await notices.add([
        noticeOf("first", { group: "g" }),
        noticeOf("tried", { group: "g", reason: "repeat" }),
        noticeOf("untried", { group: "g", reason: "repeat" }),
        noticeOf("untried too", { group: "g", reason: "repeat" }),
        noticeOf("other group", { reason: "repeat" }),
        noticeOf("other channel", { group: "g", channel: "mail", reason: "repeat" }),
      ]);
      await notices.attempted("tried", attempt(false), { state: "waiting", nextMs: nowMs + 9 });
      expect(
        await notices.add([
          noticeOf("new", { group: "g", reason }),
          noticeOf("part", { group: "g", reason }),
        ]),
      ).toBe(0);
      expect(await waiting()).toEqual(["first", "tried", "other group", "other channel", "new", "part"]);
      expect((await notices.list(asked())).dropped).toBe(0);
    },
  );

  it("stays where its group is told of an escalation or an end, or instead of another channel", async () => {
    await records.notices.add([noticeOf("repeat", { group: "g", reason: "repeat" })]);
    await records.notices.add([
      noticeOf("escalation", { group: "g", reason: "escalation" }),
      noticeOf("over", { group: "g", reason: "resolved" }),
      noticeOf("instead", { group: "g", reason: "repeat", insteadOf: "another" }),
    ]);
    expect(await waiting()).toEqual(["repeat", "escalation", "over", "instead"]);
  });
});

describe("a damaged file", () => {
  it("gives up the notices that waited, which are sent then, and not those that were sent", async () => {
    await records.notices.add([noticeOf("sent"), noticeOf("waits"), noticeOf("tried")]);
    await records.notices.attempted("sent", attempt(true), { state: "sent" });
    await records.notices.attempted("tried", attempt(false), { state: "waiting", nextMs: nowMs + 9 });
    await records.close();
    const path = join(dir, "records.sqlite");
    const db = new Database(path);
    // An index that lacks what its table has is damage, and every row can still be read.
    db.exec("CREATE INDEX odd ON notices (created_ms)");
    const { rootpage } = db.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'odd'").get() as {
      rootpage: number;
    };
    const [{ page_size }] = db.pragma("page_size") as [{ page_size: number }];
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    const bytes = readFileSync(path);
    bytes.fill(0xee, (rootpage - 1) * page_size, rootpage * page_size);
    writeFileSync(path, bytes);
    records = await open();
    expect(records.problems()[0]?.message).toContain("2 of the notices that waited");
    expect((await records.notices.waitingAfter(0)).map(({ id }) => id)).toEqual(["waits", "tried"]);
  });
});

describe("more notices than may wait", () => {
  const waiting = async () => (await records.notices.waitingAfter(0)).map(({ id }) => id);
  const many = (count: number, more: (i: number) => Partial<NewNotice>) =>
    records.notices.add(Array.from({ length: count }, (_, i) => noticeOf(`w${i}`, more(i))));

  it("push out repeats, the newest first, and are counted", async () => {
    await many(limits.noticesWaiting, (i) => ({ reason: i >= 5 && i < 10 ? "repeat" : "firing" }));
    const dropped = await records.notices.add([
      noticeOf("new", { reason: "resolved" }),
      noticeOf("again", { reason: "repeat" }),
      noticeOf("late"),
    ]);
    expect(dropped).toBe(3);
    const left = await waiting();
    expect(left).toHaveLength(limits.noticesWaiting);
    expect(left).toContain("new");
    expect(left).toContain("late");
    expect(left).not.toContain("again");
    expect(["w5", "w6", "w7", "w8", "w9"].filter((id) => left.includes(id))).toEqual(["w5", "w6", "w7"]);
    expect((await records.notices.list(asked())).dropped).toBe(3);
  }, 30_000);

  it("cost the channel for which most wait, and no other", async () => {
    await many(limits.noticesWaiting - 2, () => ({ channel: "dead" }));
    const healthy = ["repeat", "changed", "resolved", "firing"] as const;
    await records.notices.add(healthy.map((reason) => noticeOf(reason, { channel: "mail", reason })));
    const left = await waiting();
    expect(left).toHaveLength(limits.noticesWaiting);
    expect(left.slice(-4)).toEqual(healthy);
    expect(left).not.toContain(`w${limits.noticesWaiting - 3}`);
    expect(await records.notices.add([noticeOf("over", { channel: "dead", reason: "resolved" })])).toBe(1);
    expect(await waiting()).toEqual(left);
  }, 30_000);

  it("give up what changed or is over before they give up what fires, though that is newer", async () => {
    await many(limits.noticesWaiting, (i) => ({
      reason: i === 3 ? "changed" : i === 7 ? "resolved" : "firing",
    }));
    expect(await records.notices.add([noticeOf("x"), noticeOf("y")])).toBe(2);
    const left = await waiting();
    expect(left.slice(-2)).toEqual(["x", "y"]);
    expect(["w3", "w7"].filter((id) => left.includes(id))).toEqual([]);
  }, 30_000);

  it("keep what fires before what is over, where no repeat waits", async () => {
    await many(limits.noticesWaiting - 1, () => ({}));
    expect(await records.notices.add([noticeOf("over", { reason: "resolved" }), noticeOf("fires")])).toBe(1);
    const left = await waiting();
    expect(left).toContain("fires");
    expect(left).not.toContain("over");
  }, 30_000);
});
