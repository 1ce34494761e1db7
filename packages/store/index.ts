/**
 * Where samples and events are kept: a durable spool that they reach before anyone is told so, history behind it, and one
 * reader over what is recent and what is past. Everything lies in one data folder, which one process has at a time.
 */
export { type History, openHistory } from "./adapters/duckdb.ts";
export { openPrometheusStore, type PrometheusStore } from "./adapters/prometheus.ts";
export { type Compaction, createCompaction } from "./compaction.ts";
export { type ExportFile, type ExportSeries, openExportFile } from "./export/export-file.ts";
export { createForwards, type Forwards } from "./forwards.ts";
export { type FolderLock, lockFolder } from "./lock.ts";
export { joinEvents, joinReaders, type RecentEvents, type RecentReader } from "./reader.ts";
export type { Released } from "./records/acknowledgement-records.ts";
export type { AlertCommit, AlertRecords, AlertTurn, KeptState } from "./records/alert-records.ts";
export type { ChannelRecords, KeptChannel } from "./records/channel-records.ts";
export type { FunctionRecords } from "./records/function-records.ts";
export type { MetaRecords } from "./records/meta-records.ts";
export type { NoticeRecords } from "./records/notice-records.ts";
export type { KeptProbe, ProbeRecords } from "./records/probe-records.ts";
export type { QuietRecords } from "./records/quiet-records.ts";
export { openRecords, type Records } from "./records/records.ts";
export type { RuleRecords } from "./records/rule-records.ts";
export type { ShareRecords } from "./records/share-records.ts";
export type { KeptSilence } from "./records/silence-records.ts";
export type { SnapshotRecords } from "./records/snapshot-records.ts";
export type { ViewRecords } from "./records/view-records.ts";
export { type DurableSpool, openSpool } from "./spool.ts";
export { createDrain, type Drain } from "./write.ts";
