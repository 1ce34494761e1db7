import { type Acknowledgement, keptAcknowledgementSchema } from "@mission-control/contracts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

const ROWS_AT_ONCE = 500;

/** Who looks after which alerts. Every method that writes refuses with `disk_full` where the disk cannot be written. */
export interface AcknowledgementRecords {
  /** By the id of the alert. One that a disk made unreadable is left out. */
  list(): Promise<Map<string, Acknowledgement>>;
  /** Keeps one for each of these alerts, in place of what was there; all of them or none. */
  save(alerts: readonly string[], made: Acknowledgement): Promise<void>;
  /** Forgets that of an alert. Those of alerts that are over are forgotten with that, by `forgetAcknowledgements`. */
  remove(alert: string): Promise<void>;
}

/** The acknowledgements of an open records file. */
export function createAcknowledgementRecords({ db }: { db: RecordDatabase }): AcknowledgementRecords {
  return {
    async list() {
      const rows = await db.selectFrom("acknowledgements").select("body").execute();
      const kept = rows.flatMap(({ body }) => acknowledgementOfBytes(body) ?? []);
      return new Map(kept.map(({ alert, ...made }) => [alert, made]));
    },

    save: (alerts, made) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          for (let from = 0; from < alerts.length; from += ROWS_AT_ONCE) {
            const rows = alerts
              .slice(from, from + ROWS_AT_ONCE)
              .map((alert) => ({ alert, body: bytesOfJson({ alert, ...made }) }));
            await within.replaceInto("acknowledgements").values(rows).execute();
          }
        }),
      ),

    remove: (alert) =>
      writing(
        async () => void (await db.deleteFrom("acknowledgements").where("alert", "=", alert).execute()),
      ),
  };
}

/** An acknowledgement that is over: that of an alert which was made at `atMs`, not one that was made anew since. */
export interface Released {
  readonly alert: string;
  readonly atMs: number;
}

/** Forgets those that are over, within a transaction in which it is kept that their alerts are. */
export async function forgetAcknowledgements(
  within: RecordDatabase,
  released: readonly Released[],
): Promise<void> {
  const atMsOf = new Map(released.map(({ alert, atMs }) => [alert, atMs]));
  const alerts = [...atMsOf.keys()];
  for (let from = 0; from < alerts.length; from += ROWS_AT_ONCE) {
    const named = alerts.slice(from, from + ROWS_AT_ONCE);
    const rows = await within
      .selectFrom("acknowledgements")
      .selectAll()
      .where("alert", "in", named)
      .execute();
    const over = rows.filter(({ alert, body }) => acknowledgementOfBytes(body)?.atMs === atMsOf.get(alert));
    if (over.length === 0) continue;
    const ids = over.map(({ alert }) => alert);
    await within.deleteFrom("acknowledgements").where("alert", "in", ids).execute();
  }
}

/** A kept acknowledgement with its alert; undefined where a disk made it unreadable. */
export const acknowledgementOfBytes = (bytes: Uint8Array | ArrayBuffer) =>
  keptAcknowledgementSchema.safeParse(jsonOfBytes(bytes)).data;
