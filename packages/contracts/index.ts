/**
 * Everything that crosses a wire or a room's wall, once: zod shapes of requests, answers and live frames, the stable
 * codes of refusals, the bounds on input, and the ports that stores stand behind.
 */

export {
  type AcknowledgedMany,
  type Acknowledgement,
  type Alert,
  type AlertChange,
  type AlertHistory,
  type AlertHistoryQuery,
  type AlertList,
  type AlertState,
  acknowledgementSchema,
  alertChangeSchema,
  alertHistoryQuerySchema,
  alertHistorySchema,
  alertListSchema,
  alertSchema,
  alertStateSchema,
  alertStates,
  keptAcknowledgementSchema,
  type Quiet,
  quietSchema,
  type RawAcknowledgement,
  rawAcknowledgementSchema,
  rawAcknowledgementsSchema,
} from "./alert.ts";
export {
  type AlertGroup,
  alertGroupSchema,
  type ToldAlert,
  type ToldState,
} from "./alert-group.ts";
export { type AlertMarks, alertMarksSchema } from "./alert-marks.ts";
export {
  type Channel,
  type ChannelHealth,
  type ChannelKind,
  type ChannelTest,
  channelListSchema,
  channelSchema,
  channelSecrets,
  channelTestSchema,
  type RawChannel,
  rawChannelSchema,
} from "./channel.ts";
export { type ColumnSeries, type Columns, columnsType, decodeColumns, encodeColumns } from "./columns.ts";
export {
  type CustomFunction,
  customFunctionSchema,
  type FunctionList,
  type FunctionParameter,
  functionListSchema,
  functionNameSchema,
  functionOriginSchema,
  functionParameterSchema,
} from "./custom-function.ts";
export { defaultView } from "./default-view.ts";
export {
  type Deploy,
  type DeployKind,
  type DeployStatus,
  deployKindSchema,
  deployListSchema,
  deploySchema,
  deployStatusSchema,
  type RawDeploy,
  rawDeploySchema,
} from "./deploy.ts";
export { deployOfEvent, deployType } from "./deploy-event.ts";
export { deployName, deployStatusWords, deployTitle } from "./deploy-words.ts";
export {
  type Accepted,
  acceptedSchema,
  type Event,
  type EventPage,
  type EventQuery,
  eventPageSchema,
  eventQuerySchema,
  eventSchema,
  type RawEvent,
  rawEventSchema,
  type Severity,
  severitySchema,
} from "./event.ts";
export { eventIdAt, timeOfEventId } from "./event-id.ts";
export { type EventPlace, eventCursor, newestFirst, parseEventCursor } from "./event-order.ts";
export { type Export, type ExportFormat, exportFormatSchema, exportSchema } from "./export.ts";
export { expandIntervals } from "./interval.ts";
export { createLanePartReader, encodeLanePart, type LanePart, lanesType } from "./lane-answers.ts";
export { limits } from "./limits.ts";
export {
  type EventsFrame,
  eventsFrameSchema,
  type Hello,
  heartbeatFrameSchema,
  helloSchema,
  type LaneFrame,
  type LaneSubscription,
  laneFrameSchema,
  laneSubscriptionSchema,
  liveIdSchema,
  resetFrameSchema,
  type StepFrame,
  type Subscribed,
  stepFrameSchema,
  subscribedSchema,
  subscribeSchema,
  wireNumberSchema,
} from "./live.ts";
export {
  type Direction,
  directionSchema,
  type MetaAbout,
  type MetaEvents,
  type MetaIcon,
  type MetaKind,
  type MetaList,
  type MetaRule,
  type MetaSettings,
  type MetaTrigger,
  metaIcons,
  metaKinds,
  metaListSchema,
  metaRuleSchema,
  metaTriggerSchema,
} from "./meta.ts";
export { guessRamp, guessUnit, unitOfRate } from "./meta-guess.ts";
export { guessAbout } from "./meta-guess-about.ts";
export { type MetaMatch, metaEventsText, metaMatchText, parseMetaLabels } from "./meta-match.ts";
export { createMetaResolver, type Known, type MetaResolver, triggerOf } from "./meta-resolve.ts";
export { nearestName } from "./nearest-name.ts";
export {
  type Attempt,
  attemptSchema,
  type NewNotice,
  type Notice,
  type NoticeContext,
  type NoticeList,
  type NoticeQuery,
  type NoticeReason,
  noticeListSchema,
  noticeQuerySchema,
  noticeReasons,
  noticeSchema,
} from "./notice.ts";
export type { AfterAttempt, NoticeOutbox, WaitingNotice } from "./notice-outbox.ts";
export {
  type KnownPanel,
  knownPanelSchema,
  type Panel,
  panelSchema,
  unknownPanelSchema,
} from "./panel.ts";
export { panelGrid } from "./panel-grid.ts";
export type {
  Batch,
  EventStore,
  SeriesReader,
  SeriesStore,
  Spool,
  SpooledBatch,
  StoreSupport,
} from "./ports.ts";
export {
  dnsRecords,
  type Probe,
  type ProbeDetails,
  type ProbeKind,
  type ProbeList,
  type ProbePhase,
  type ProbeResult,
  type ProbeStand,
  probeDetailsSchema,
  probeListSchema,
  probePhases,
  probeResultSchema,
  probeSchema,
  resolverOf,
} from "./probe.ts";
export { type Problem, type ProblemCode, problemCodes, problemSchema, Refusal } from "./problem.ts";
export {
  type MetricMetadata,
  metricMetadataSchema,
  type PromData,
  type PromError,
  promDataSchema,
  promErrorSchema,
  promMetadataResponseSchema,
  promQueryResponseSchema,
} from "./prometheus.ts";
export type {
  Found,
  InstantAnswer,
  PromqlAsked,
  PromqlReader,
  PromqlStore,
  RangeAnswer,
} from "./promql-reader.ts";
export { createRejectList, type Reject, type RejectList, rejectSchema, rejectsOf } from "./reject.ts";
export {
  type Replay,
  type ReplayLine,
  type ReplayQuestion,
  type ReplayStats,
  replayLineSchema,
  replayQuestionSchema,
  replaySchema,
  type Stretch,
  type Tuning,
  tuningSchema,
} from "./replay.ts";
export {
  type KeptRule,
  keptRuleSchema,
  noDataSchema,
  onErrorSchema,
  type Rule,
  type RuleHealth,
  type RuleList,
  type RuleTell,
  ruleFaults,
  ruleHealthSchema,
  ruleListSchema,
  ruleSchema,
  ruleTellSchema,
  type SavedRule,
  savedRuleSchema,
  slugSchema,
} from "./rule.ts";
export {
  type RuleImport,
  type RuleImportNote,
  ruleImportBodySchema,
  ruleImportSchema,
} from "./rule-import.ts";
export {
  type RuleEvents,
  type RuleKind,
  type RuleOperator,
  type RuleWhen,
  ruleEventsSchema,
  ruleOperatorSchema,
  ruleOperators,
  ruleWhenSchema,
} from "./rule-when.ts";
export {
  type StoreKind,
  type StoreSettings,
  seriesSettingNames,
  storeKindSchema,
  storeNameSchema,
} from "./series-settings.ts";
export { type Settings, settingsSchema } from "./settings.ts";
export {
  type MadeShare,
  madeShareSchema,
  type RawShare,
  rawShareSchema,
  type Share,
  type SharedPage,
  type ShownView,
  sharedPageSchema,
  shareLife,
  shareListSchema,
  shareSchema,
  shownViewSchema,
} from "./share.ts";
export {
  type AlertMatcher,
  alertMatcherSchema,
  type Inhibition,
  inhibitionListSchema,
  inhibitionSchema,
  type MuteTime,
  muteTimeListSchema,
  muteTimeSchema,
  type RawSilence,
  rawSilenceSchema,
  type Silence,
  silenceListSchema,
  silencePreviewSchema,
  silenceSchema,
} from "./silence.ts";
export { slugOf } from "./slug-of.ts";
export {
  type RawSnapshot,
  rawSnapshotSchema,
  type Snapshot,
  snapshotListSchema,
  snapshotSchema,
  type Taking,
  takingSchema,
} from "./snapshot.ts";
export {
  type SinkStatus,
  type SourceStatus,
  type Status,
  type StoreStatus,
  sinkStatusSchema,
  sourceStatusSchema,
  statusSchema,
  storeStatusSchema,
} from "./status.ts";
export { embeddedStore, mainStore } from "./store-names.ts";
export { type Ramp, rampSchema, type Unit, unitSchema } from "./unit.ts";
export { formatValue, type Shown, unitLabel, valueText } from "./value-text.ts";
export { type Variable, variableSchema } from "./variable.ts";
export {
  type Chosen,
  expandVariables,
  expandWords,
  type VariableUse,
  variablesIn,
} from "./variable-values.ts";
export {
  type Lane,
  laneSchema,
  type SavedView,
  savedViewSchema,
  type Tile,
  tileSchema,
  type View,
  type ViewFolder,
  type ViewList,
  type ViewSummary,
  type ViewVersion,
  viewListSchema,
  viewSchema,
  viewSummarySchema,
  viewVersionListSchema,
  viewVersionSchema,
} from "./view.ts";
export { viewChanges } from "./view-changes.ts";
export { type ImportNote, importNoteSchema, type ViewImport, viewImportSchema } from "./view-import.ts";
export { fromWire, toWire, type WireNumber } from "./wire-number.ts";
