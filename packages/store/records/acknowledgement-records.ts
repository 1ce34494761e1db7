import { type Acknowledgement, keptAcknowledgementSchema } from "@mission-control/contracts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** Who looks after which alerts. Every method that writes refuses with `disk_full` where the disk cannot be written. */
export interface AcknowledgementRecords {
  /** By the id of the alert. One that a disk made unreadable is left out. */
  list(): Promise<Map<string, Acknowledgement>>;
  /** Keeps one in place of the one that was there. */
  save(alert: string, made: Acknowledgement): Promise<void>;
  /** Forgets those of alerts; those that there are not are passed over. */
  remove(alerts: readonly string[]): Promise<void>;
}

/** The acknowledgements of an open records file. */
export function createAcknowledgementRecords({ db }: { db: RecordDatabase }): AcknowledgementRecords {
  return {
    async list() {
      const rows = await db.selectFrom("acknowledgements").select("body").execute();
      const kept = rows.flatMap(({ body }) => acknowledgementOfBytes(body) ?? []);
      return new Map(kept.map(({ alert, ...made }) => [alert, made]));
    },

    save: (alert, made) =>
      writing(async () => {
        const row = { alert, body: bytesOfJson({ alert, ...made }) };
        await db.replaceInto("acknowledgements").values(row).execute();
      }),

    remove: (alerts) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          for (const alert of alerts)
            await within.deleteFrom("acknowledgements").where("alert", "=", alert).execute();
        }),
      ),
  };
}

/** A kept acknowledgement with its alert; undefined where a disk made it unreadable. */
export const acknowledgementOfBytes = (bytes: Uint8Array | ArrayBuffer) =>
  keptAcknowledgementSchema.safeParse(jsonOfBytes(bytes)).data;
