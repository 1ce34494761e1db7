import type { Clock } from "@mission-control/series";
import { acknowledgeRoutes } from "../routes/acknowledge.ts";
import { alertMarkRoutes } from "../routes/alert-marks.ts";
import { alertRoutes } from "../routes/alerts.ts";
import { channelRoutes } from "../routes/channels.ts";
import { noticeRoutes } from "../routes/notices.ts";
import { ruleFileRoutes } from "../routes/rule-files.ts";
import { rulePreviewRoutes } from "../routes/rule-preview.ts";
import { ruleRoutes } from "../routes/rules.ts";
import { senderRoutes } from "../routes/senders.ts";
import { silenceRoutes } from "../routes/silences.ts";
import { sluggedRoutes } from "../routes/slugged.ts";
import type { ReadRuleText } from "../views/views-thread.ts";
import type { Alerts } from "./alerts.ts";
import type { Keeping } from "./keeping.ts";

/** The routes of rules and alerts, of what keeps them quiet, and of how people are told. */
export function createAlertRooms(options: {
  clock: Clock;
  keeping: Pick<Keeping, "records" | "stores">;
  alerts: Alerts;
  readRules: ReadRuleText;
  onError: (error: unknown) => void;
}) {
  const { clock, readRules, onError } = options;
  const { records, stores } = options.keeping;
  const { alerting, telling, wishes, replays } = options.alerts;
  const { engine, rules } = alerting;
  return {
    rules: ruleRoutes({
      ...alerting,
      clock,
      more: [
        rulePreviewRoutes({ replays, onError }),
        ruleFileRoutes({ ...alerting, clock, read: readRules, proxied: stores.proxied }),
      ],
    }),
    alerts: alertRoutes({
      engine,
      records: records.alerts,
      clock,
      more: [
        acknowledgeRoutes({ ...wishes, engine }),
        alertMarkRoutes({ engine, records: records.alerts, rules, clock }),
      ],
    }),
    senders: senderRoutes(alerting),
    silences: silenceRoutes({ ...wishes, engine }),
    muteTimes: sluggedRoutes({ kept: wishes.muteTimes, as: "muteTimes" }),
    inhibitions: sluggedRoutes({ kept: wishes.inhibitions, as: "inhibitions" }),
    channels: channelRoutes({ channels: telling.channels }),
    notices: noticeRoutes(telling.notices),
  };
}
