import { deployTitle } from "@mission-control/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Action, actionsNow } from "../actions/actions.ts";
import { keyWords } from "../actions/key-words.ts";
import { exprOfMetric, findMetrics, type KnownMetric, looksLikeExpr } from "../data/metric-catalog.ts";
import { placeOfRule } from "../data/place-of-rule.ts";
import { rangeOf } from "../data/ranges.ts";
import { useServices } from "../data/services.ts";
import { useCatalog } from "../data/use-catalog.ts";
import { useRules } from "../data/use-rules.ts";
import { useGoToView, useViewSlug, useViews } from "../data/use-views.ts";
import { momentText } from "../format/time.ts";
import { calledMetric } from "../meta/called-metric.ts";
import { useMeta } from "../meta/meta-context.ts";
import { narrowed, ordered, type PaletteGroup, type PaletteItem, recentOf } from "./palette-groups.ts";
import { findLoosely } from "./rank.ts";
import { recentlyUsed } from "./recently-used.ts";
import { useOnWall } from "./use-on-wall.ts";
import { useRecentDeploys } from "./use-recent-deploys.ts";
import { wallAt } from "./wall-at.ts";

const METRICS = 60;
const OTHERS = 30;
/** Before anything is typed only the first views and deploys, so that the rest is in sight. */
const FIRST = 6;

/** What the palette offers for what is typed. */
export function usePalette(typed: string) {
  const { link } = useServices();
  const [{ lane = [], range }, changeWall] = useOnWall();
  const goTo = useGoToView();
  const slug = useViewSlug();
  const catalog = useCatalog();
  const meta = useMeta();
  const { data: views } = useViews();
  const { data: deploys } = useRecentDeploys();
  const { data: rules } = useRules();
  const navigate = useNavigate();
  // What the pages offer changes with them; the palette is open on one.
  const [actions] = useState(actionsNow);
  const [used] = useState(recentlyUsed);
  // A view that is edited takes what is added out of the address and into its draft.
  const [taken, setTaken] = useState<readonly string[]>([]);
  // Somebody may be quicker than the address.
  const latest = useRef(lane);
  useEffect(() => {
    latest.current = lane;
  });

  const all = useMemo(
    () => (catalog.data ?? none).map((metric) => calledMetric(metric, meta)),
    [catalog.data, meta],
  );
  const isExpr = looksLikeExpr(typed);
  const few = typed.trim() === "" ? FIRST : OTHERS;

  const laneItem = (id: string, expr: string, more: Omit<PaletteItem, "id" | "run">): PaletteItem => ({
    ...more,
    id,
    isCode: true,
    stays: true,
    isOn: lane.includes(expr) || taken.includes(expr),
    run: () => {
      setTaken((taken) => (lane.includes(expr) ? taken.filter((each) => each !== expr) : [...taken, expr]));
      const before = latest.current;
      const rest = before.filter((each) => each !== expr);
      const next = rest.length === before.length ? [...before, expr] : rest;
      latest.current = next;
      changeWall({ lane: next.length === 0 ? undefined : next });
    },
  });
  const metricItem = (metric: KnownMetric): PaletteItem =>
    laneItem(`metric ${metric.name}`, exprOfMetric(metric), {
      title: metric.name,
      ...(metric.called !== undefined && { called: metric.called }),
      kind: [metric.type === "unknown" ? "" : metric.type, metric.unit].filter(Boolean).join(" · "),
      note: metric.help,
      words: [metric.called, metric.help].filter(Boolean).join(" "),
      counted: metric.type === "histogram" ? `${metric.name}_count` : metric.name,
    });

  const viewItems = (views ?? []).map(
    (view): PaletteItem => ({
      id: `view ${view.slug}`,
      title: `View: ${view.name}`,
      kind: view.slug === slug ? "shown now" : "",
      note: view.description,
      words: [view.slug, view.description, view.owner, ...view.tags].join(" "),
      run: () => goTo(view.slug),
    }),
  );
  const ruleItems = (rules ?? []).map(
    ({ slug, name, owner, severity, health }): PaletteItem => ({
      id: `rule ${slug}`,
      title: `Rule: ${name}`,
      kind: health.firing > 0 ? `${health.firing.toLocaleString("en")} firing` : health.state,
      words: ["alert", slug, owner, severity].join(" "),
      run: () => void navigate(placeOfRule(slug)),
    }),
  );
  const deployItems = (deploys ?? []).map(
    (deploy): PaletteItem => ({
      id: `deploy ${deploy.id}`,
      title: `Deploy: ${deployTitle(deploy)}`,
      kind: momentText(deploy.timeMs, link.nowMs()),
      note: deploy.title === deployTitle(deploy) ? "" : deploy.title,
      words: [deploy.author, deploy.environment, deploy.host].join(" "),
      run: () => changeWall(wallAt(deploy.timeMs, { nowMs: link.nowMs(), rangeMs: rangeOf(range).ms })),
    }),
  );
  const found = useMemo(() => (isExpr ? none : findMetrics(all, typed, METRICS)), [all, typed, isExpr]);
  const others: readonly (readonly [PaletteGroup, number])[] = isExpr
    ? []
    : [
        [{ title: "Views", items: viewItems }, few],
        [{ title: "Actions", items: actions.map(actionItem) }, OTHERS * 2],
        [{ title: "Deploys", items: deployItems }, few],
        [{ title: "Rules", items: ruleItems }, few],
      ];
  const exact = [
    ...others.map(([group, limit]) => narrowed(group, typed, limit)),
    { title: "Metrics", items: found.map(metricItem) },
  ];
  const isUnknown = exact.every(({ items }) => items.length === 0);
  // Where nothing has what was typed, letters that were left out are forgiven.
  const groups = ordered(exact, typed);
  if (isUnknown && !isExpr) {
    const metrics = findLoosely(all, ({ name }) => name, typed, OTHERS);
    groups.push(...others.map(([group, limit]) => narrowed(group, typed, limit, "loose")), {
      title: "Metrics",
      items: metrics.map(metricItem),
    });
  }
  if (typed.trim() === "" && used.length > 0) {
    const metrics = used.flatMap((id) => all.find(({ name }) => id === `metric ${name}`) ?? []);
    const known = [...groups, { title: "", items: metrics.map(metricItem) }];
    const recent = recentOf(known, used);
    if (recent.items.length > 0) groups.unshift(recent);
  }
  // A text that nothing is called by may still be an expression, or a metric that is yet to come.
  const offersTyped = typed.trim() !== "" && (isExpr || (isUnknown && !catalog.isPending));
  if (offersTyped) {
    const note = isExpr ? "Add this expression as a lane" : "No metric has this name. Add it all the same";
    const item = laneItem("typed", typed.trim(), { title: typed.trim(), note });
    groups.unshift({ title: isExpr ? "Expression" : "", items: [item] });
  }
  return {
    groups: groups.filter(({ items }) => items.length > 0),
    metrics: all.length,
    catalog,
    added: new Set([...lane, ...taken]).size,
  };
}

const none: readonly KnownMetric[] = [];

function actionItem(action: Action): PaletteItem {
  return {
    id: `action ${action.id}`,
    title: action.label,
    keys: (action.keys ?? []).slice(0, 1).flatMap(keyWords),
    words: action.words ?? "",
    run: action.run,
  };
}
