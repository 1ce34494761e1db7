import { Link } from "@tanstack/react-router";
import { Download, FileInput, Plus, ScrollText } from "lucide-react";
import { useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import { placeOfNewRule } from "../data/place-of-rule.ts";
import { useRules } from "../data/use-rules.ts";
import { countOf } from "../format/text.ts";
import { later } from "../later/later.ts";
import { AlertsFrame } from "./AlertsFrame.tsx";
import { useAlertsSearch } from "./alerts-search.ts";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { Empty } from "./Empty.tsx";
import { findRules, type ListedRule } from "./find-rules.ts";
import { RuleTable } from "./RuleTable.tsx";
import { SearchField } from "./SearchField.tsx";

const ImportRulesDialog = later(async () => (await import("./ImportRulesDialog.tsx")).ImportRulesDialog);

/** Every evaluation shows within so long. */
const REFRESH_MS = 5_000;

/** Every rule with how it is doing. */
export function RulesPage() {
  const [search, change] = useAlertsSearch();
  const asked = useRules(REFRESH_MS);
  const [isImport, setImport] = useState(false);
  const [removed, setRemoved] = useState<ListedRule>();
  const rules = asked.data ?? [];
  const found = findRules(rules, search.q);
  const acts = (
    <>
      <button type="button" className="pill" onClick={() => setImport(true)}>
        <FileInput size={15} aria-hidden /> Import
      </button>
      <Link {...placeOfNewRule({})} className="pill primary">
        <Plus size={15} aria-hidden /> New rule
      </Link>
    </>
  );
  return (
    <AlertsFrame
      here="Rules"
      asked={asked}
      note={asked.data === undefined ? undefined : countOf(rules.length, "rule")}
      acts={acts}
    >
      {rules.length === 0 ? (
        <Empty Icon={ScrollText} title="No rule yet" acts={acts}>
          Each rule would stand here with how its alerts stand, when it was evaluated last and whom it tells.
          Begin one, or bring those of a Prometheus rule file along.
        </Empty>
      ) : (
        <>
          <div className="alerts-tools">
            <SearchField
              label="Find a rule by name, owner, label or channel"
              placeholder="Name, owner, label, channel"
              value={search.q}
              onChange={(q) => change({ q })}
            />
            <div className="grow" />
            <a className="pill" href="/api/rules/export" download="mission-control.rules.yaml">
              <Download size={15} aria-hidden /> <b>Export</b>
            </a>
          </div>
          {found.length > 0 && <RuleTable rules={found} onRemove={setRemoved} />}
          {found.length === 0 && (
            <p className="aside-words" role="status">
              No rule has all of that in its name, owner, labels or channels.{" "}
              <button type="button" className="link-button" onClick={() => change({ q: undefined })}>
                Show all
              </button>
            </p>
          )}
        </>
      )}
      {removed !== undefined && (
        <ConfirmDialog
          title={`Remove ${removed.name}?`}
          done="Remove it"
          path={`/api/rules/${encodeURIComponent(removed.slug)}`}
          onClose={() => setRemoved(undefined)}
        >
          Its alerts are over at once, and nobody is told of them any more. What they did stays in the
          history. Switched off instead, it can be switched on again.
        </ConfirmDialog>
      )}
      <Opened onClose={() => setImport(false)}>
        {isImport && <ImportRulesDialog onClose={() => setImport(false)} />}
      </Opened>
    </AlertsFrame>
  );
}
