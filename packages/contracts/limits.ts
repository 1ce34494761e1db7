/** Bounds on everything that comes from outside. A number stands here once. */
export const limits = {
  /** Bytes of an HTTP body as sent, and once unpacked. */
  bodyBytes: 8 * 1024 * 1024,
  unpackedBytes: 20 * 1024 * 1024,
  /** Events in one request. */
  eventsPerBatch: 10_000,
  /** Attributes and tags of one event, and the characters of one value. */
  attributesPerEvent: 64,
  tagsPerEvent: 64,
  textLength: 4_096,
  nameLength: 200,
  /** Faults told in one answer, and the characters of a fault's place and words. */
  rejectsPerAnswer: 100,
  rejectTextLength: 200,
  /** Labels of one series, and the characters of a label value. */
  labelsPerSeries: 40,
  labelValueLength: 1_024,
  /** How far in the future a sample or event may lie, ms. */
  futureMs: 10 * 60_000,
  /** Range queries in one request. */
  queriesPerRequest: 250,
  /** Steps of one range query, as Prometheus limits them. */
  stepsPerQuery: 11_000,
  /** Steps of one export, which is evaluated part by part. */
  stepsPerExport: 1_000_000,
  /** Samples one query may touch, and one export may give. */
  samplesPerQuery: 50_000_000,
  /** Bytes of samples one query may read. */
  bytesPerQuery: 512 * 1024 * 1024,
  /** Milliseconds one query may take. */
  queryMs: 30_000,
  /** Characters of an expression. */
  expressionLength: 10_000,
  /** Functions on queries: how many can be kept, characters of their code, calls in one expression, ms and bytes of a call. */
  functions: 200,
  functionCodeLength: 16_384,
  functionCallsPerExpression: 8,
  functionCallMs: 50,
  functionCallBytes: 32 * 1024 * 1024,
  /** Series that a function may give, and how far its calls may look back and shift together, ms. */
  functionSeries: 10_000,
  functionPastMs: 31 * 86_400_000,
  /** Bytes of one view as JSON. */
  viewBytes: 1024 * 1024,
  /** Sections, lanes, panels, variables and tags of one view, and the values that can be chosen of a variable. */
  sectionsPerView: 50,
  lanesPerView: 500,
  panelsPerView: 200,
  variablesPerView: 10,
  tagsPerView: 20,
  valuesPerVariable: 500,
  /** Views that can be saved, and versions of one that are kept. */
  views: 500,
  versionsPerView: 100,
  /** Bytes of a file of views, how many a folder of them may have, and how often YAML may repeat what stands elsewhere in it. */
  viewFileBytes: 5 * 1024 * 1024,
  viewFiles: 500,
  yamlAliases: 100,
  /** Links that let people without an account look at views, the views that one rotates, and characters of an address. */
  shares: 500,
  viewsPerWall: 50,
  sharedSearchLength: 20_000,
  /** Snapshots that are kept, bytes of one on the disk, and series of one query in it. */
  snapshots: 200,
  snapshotBytes: 50 * 1024 * 1024,
  snapshotSeries: 500,
  /** What is said of metrics and of events: how many rules and triggers, labels of a rule, characters of a name and of a text. */
  metaRules: 1_000,
  metaTriggers: 200,
  labelsPerMetaRule: 10,
  metaWordLength: 100,
  metaTextLength: 1_000,
  /** Rules that can be kept, and label sets, each an alert, that an evaluation may give before it counts as wrong. */
  rules: 10_000,
  /** Changes of alerts that are kept for the history, and versions of one rule. */
  alertChanges: 100_000,
  versionsPerRule: 100,
  labelSetsPerRule: 10_000,
  /** Alerts that one request acknowledges. */
  alertsPerAcknowledgement: 10_000,
  /** Channels, silences, mute times, inhibitions and probes that can be kept; matchers of one of them; channels a rule tells. */
  channels: 200,
  silences: 1_000,
  muteTimes: 200,
  inhibitions: 200,
  probes: 500,
  matchersPerSilence: 20,
  channelsPerRule: 10,
  /** Groups of alerts of the same channels; what would make more goes into one. */
  groupsPerRoute: 100,
  /** Alerts that one notice tells by name; the others it counts. */
  alertsPerNotice: 50,
  /** Notices that wait to be sent; beyond it they are counted as dropped, newest reminders first. And those that are kept. */
  noticesWaiting: 10_000,
  noticesKept: 20_000,
  /** Alerts whose stretches a replay gives, and the columns of its chart. */
  alertsPerReplay: 200,
  columnsPerReplay: 720,
  /** Bytes of a Prometheus rule file. */
  ruleFileBytes: 1024 * 1024,
  /** Expressions one browser may watch. */
  lanesPerWatcher: 1_000,
  /** Bytes waiting for a watcher that does not read before it is given a snapshot instead. */
  watcherBacklogBytes: 256 * 1024,
} as const;
