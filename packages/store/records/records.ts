import type { Inhibition, MuteTime, Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { type AcknowledgementRecords, createAcknowledgementRecords } from "./acknowledgement-records.ts";
import { type AlertRecords, createAlertRecords } from "./alert-records.ts";
import { type ChannelRecords, createChannelRecords } from "./channel-records.ts";
import { createFunctionRecords, type FunctionRecords } from "./function-records.ts";
import { createGroupRecords, type GroupRecords } from "./group-records.ts";
import { createMetaRecords, type MetaRecords } from "./meta-records.ts";
import { createNoticeRecords, type NoticeRecords } from "./notice-records.ts";
import { createProbeRecords, type ProbeRecords } from "./probe-records.ts";
import { createInhibitionRecords, createMuteTimeRecords, type QuietRecords } from "./quiet-records.ts";
import { openRecordsFile } from "./records-file.ts";
import { createRuleRecords, type RuleRecords } from "./rule-records.ts";
import { createShareRecords, type ShareRecords } from "./share-records.ts";
import { createSilenceRecords, type SilenceRecords } from "./silence-records.ts";
import { createSnapshotRecords, type SnapshotRecords } from "./snapshot-records.ts";
import { createViewRecords, type ViewRecords } from "./view-records.ts";

/** What people made and want to find again. */
export interface Records {
  readonly views: ViewRecords;
  readonly functions: FunctionRecords;
  readonly meta: MetaRecords;
  readonly rules: RuleRecords;
  readonly alerts: AlertRecords;
  readonly silences: SilenceRecords;
  readonly muteTimes: QuietRecords<MuteTime>;
  readonly inhibitions: QuietRecords<Inhibition>;
  readonly acknowledgements: AcknowledgementRecords;
  readonly groups: GroupRecords;
  readonly shares: ShareRecords;
  readonly snapshots: SnapshotRecords;
  readonly channels: ChannelRecords;
  readonly notices: NoticeRecords;
  readonly probes: ProbeRecords;
  /** What was lost, in words. */
  problems(): Status["problems"];
  close(): Promise<void>;
}

/**
 * Opens the records of a data folder: `records.sqlite`, written ahead and synced in full. A damaged file is set aside and
 * `problems()` says so.
 * @throws SqliteError where the folder cannot be written.
 */
export async function openRecords(options: { dir: string; clock: Clock }): Promise<Records> {
  const { db, problem } = await openRecordsFile(options);
  return {
    views: createViewRecords({ db }),
    functions: createFunctionRecords({ db }),
    meta: createMetaRecords({ db }),
    rules: createRuleRecords({ db }),
    alerts: createAlertRecords({ db }),
    silences: createSilenceRecords({ db }),
    muteTimes: createMuteTimeRecords({ db }),
    inhibitions: createInhibitionRecords({ db }),
    acknowledgements: createAcknowledgementRecords({ db }),
    groups: createGroupRecords({ db }),
    shares: createShareRecords({ db }),
    snapshots: createSnapshotRecords({ db }),
    channels: createChannelRecords({ db }),
    notices: createNoticeRecords({ db }),
    probes: createProbeRecords({ db }),
    problems: () => (problem === undefined ? [] : [problem]),
    close: () => db.destroy(),
  };
}
