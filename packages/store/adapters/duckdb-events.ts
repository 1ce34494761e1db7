import { hash } from "node:crypto";
import { BIGINT, type DuckDBConnection, type DuckDBValue, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import {
  type Event,
  type EventPage,
  type EventQuery,
  eventCursor,
  parseEventCursor,
  Refusal,
  timeOfEventId,
} from "@mission-control/contracts";
import { CHUNK_ROWS, chunkOf, setInt64 } from "./duckdb-columns.ts";
import { wholeMs } from "./duckdb-samples.ts";

const TYPES = [BIGINT, VARCHAR, BIGINT, VARCHAR, VARCHAR, VARCHAR, VARCHAR];

/** Eight bytes by which an id is looked for: a column of them is scanned many times faster than one of texts. */
const idHash = (id: string): Buffer => hash("sha1", id, "buffer").subarray(0, 8);

/** Appends the events whose ids are new, in the running transaction; of equal ids the first stays. */
export async function appendEvents(connection: DuckDBConnection, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const known = await knownIds(connection, events);
  const fresh: Event[] = [];
  for (const event of events) {
    const id = event.id.toWellFormed();
    if (known.has(id)) continue;
    known.add(id);
    fresh.push(event);
  }
  const appender = await connection.createAppender("events");
  for (let from = 0; from < fresh.length; from += CHUNK_ROWS) {
    const some = fresh.slice(from, from + CHUNK_ROWS);
    const times = new Int32Array(some.length * 2);
    for (const [i, event] of some.entries()) setInt64(times, i, Math.floor(event.timeMs));
    const columns = [
      new Uint8Array(times.buffer),
      some.map((event) => event.id),
      new Uint8Array(Buffer.concat(some.map((event) => idHash(event.id)))),
      some.map((event) => event.type),
      some.map((event) => event.service),
      some.map((event) => event.host),
      some.map((event) => JSON.stringify(event)),
    ];
    appender.appendDataChunk(chunkOf(TYPES, columns, some.length));
  }
  appender.closeSync();
}

/** Which of the events' ids are kept already. */
async function knownIds(connection: DuckDBConnection, events: readonly Event[]): Promise<Set<string>> {
  // An id that says its event's time can only be among events of that time: those of a flood of requests are found without
  // looking through all that came before.
  const dated = events.filter((event) => timeOfEventId(event.id) === event.timeMs);
  const others = events.filter((event) => timeOfEventId(event.id) !== event.timeMs);
  const known = new Set<string>();
  for (const id of await idsAmong(connection, others)) known.add(id);
  for (const id of await idsAmong(connection, dated, boundsOf(dated))) known.add(id);
  return known;
}

function boundsOf(events: readonly Event[]): [fromMs: number, toMs: number] {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { timeMs } of events) {
    fromMs = Math.min(fromMs, timeMs);
    toMs = Math.max(toMs, timeMs);
  }
  return [fromMs, toMs];
}

async function idsAmong(
  connection: DuckDBConnection,
  events: readonly Event[],
  within?: [fromMs: number, toMs: number],
): Promise<string[]> {
  if (events.length === 0) return [];
  const hashes = listValue(events.map((event) => idHash(event.id).readBigInt64LE()));
  const found = await connection.run(
    `SELECT id FROM events WHERE id_hash IN (SELECT unnest($1))${within === undefined ? "" : " AND time BETWEEN $2 AND $3"}`,
    within === undefined ? [hashes] : [hashes, wholeMs(within[0]), wholeMs(within[1])],
    within === undefined ? [LIST(BIGINT)] : [LIST(BIGINT), BIGINT, BIGINT],
  );
  return (await found.getRows()).map(([id]) => String(id));
}

/**
 * A page of events, newest first.
 * @throws Refusal `invalid_query` where `before` is no cursor.
 */
export async function findEvents(connection: DuckDBConnection, query: EventQuery): Promise<EventPage> {
  const conditions: string[] = [];
  const values: DuckDBValue[] = [];
  function where(condition: (...places: string[]) => string, ...given: DuckDBValue[]): void {
    conditions.push(condition(...given.map((_, i) => `$${values.length + i + 1}`)));
    values.push(...given);
  }
  if (query.from !== undefined) where((from) => `time >= ${from}`, wholeMs(Math.ceil(query.from)));
  if (query.to !== undefined) where((to) => `time <= ${to}`, wholeMs(Math.floor(query.to)));
  if (query.type !== undefined) where((type) => `type = ${type}`, query.type);
  if (query.except !== undefined) where((type) => `type <> ${type}`, query.except);
  if (query.service !== undefined) where((service) => `service = ${service}`, query.service);
  if (query.host !== undefined) where((host) => `host = ${host}`, query.host);
  if (query.before !== undefined) {
    const place = parseEventCursor(query.before);
    if (place === undefined) throw new Refusal("invalid_query", "before: not a cursor that we gave");
    const timeMs = wholeMs(place.timeMs);
    where((time, id) => `time <= ${time} AND (time < ${time} OR id < ${id})`, timeMs, place.id);
  }
  const result = await connection.run(
    `SELECT body FROM events ${conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`} ` +
      `ORDER BY time DESC, id DESC LIMIT ${Math.floor(query.limit) + 1}`,
    values,
    values.map((value) => (typeof value === "bigint" ? BIGINT : VARCHAR)),
  );
  const found = (await result.getRows()).map(([body]) => JSON.parse(String(body)) as Event);
  const events = found.slice(0, query.limit);
  const last = events.at(-1);
  return { events, next: found.length > query.limit && last !== undefined ? eventCursor(last) : null };
}

/** Forgets events before a time, or those of one type. */
export async function dropEventsBefore(
  connection: DuckDBConnection,
  timeMs: number,
  type?: string,
): Promise<void> {
  const before = wholeMs(Math.ceil(timeMs));
  if (type === undefined) await connection.run("DELETE FROM events WHERE time < $1", [before], [BIGINT]);
  else
    await connection.run(
      "DELETE FROM events WHERE time < $1 AND type = $2",
      [before, type],
      [BIGINT, VARCHAR],
    );
}
