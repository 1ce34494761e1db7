import { dnsRecords, type ProbeDetails, type ProbeResult } from "@mission-control/contracts";
import { CircleAlert, Play } from "lucide-react";
import { useRef, useState } from "react";
import type { Failure } from "../data/outcome.ts";
import { stepText } from "../format/time.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { CheckRow, SelectRow, TextRow } from "../forms/fields.tsx";
import { KindChoice } from "./KindChoice.tsx";
import { draftOf, faultAt, freeSlug, type ProbeDraft, probeOf } from "./probe-form.ts";
import { kindWords, targetText } from "./probe-words.ts";
import { TryResult } from "./TryResult.tsx";
import { timeOptions } from "./time-options.ts";
import { tryProbe, useKeepProbe } from "./use-probes.ts";

const EVERY_MS = [5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000];
const TIMEOUT_MS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000];
const records = dnsRecords.map((record) => ({ id: record, label: record }));
const methods = [
  { id: "GET" as const, label: "GET" },
  { id: "HEAD" as const, label: "HEAD, without a body" },
];

const TAKEN = "A probe of this name is there by now: give this one another name, or close this.";

/** Makes a probe or changes one. It can be tried before it is kept. */
export function ProbeDialog(props: {
  draft: ProbeDraft;
  /** Of the probe that is changed; 0 for a new one. */
  version: number;
  /** The names that others have in addresses. */
  taken: readonly string[];
  onClose: () => void;
}) {
  const { taken, onClose } = props;
  // What it began with, whatever becomes of the probe meanwhile.
  const [began, setBegan] = useState({ draft: props.draft, version: props.version });
  const [draft, setDraft] = useState(props.draft);
  const [theirs, setTheirs] = useState<ProbeDetails>();
  const [failure, setFailure] = useState<Failure>();
  const [tried, setTried] = useState<ProbeResult | "trying">();
  const [isBusy, setBusy] = useState(false);
  /** What a new one was sent as: it may have arrived although no answer did, so that it is the same one if sent again. */
  const [sent, setSent] = useState<{ readonly name: string; readonly slug: string }>();
  /** Grows whenever what would be tried is another. */
  const turn = useRef(0);
  const keep = useKeepProbe();
  const isNew = props.draft.slug === "";
  const newSlug = sent?.name === draft.name ? sent.slug : freeSlug(draft.name, taken);
  const slug = isNew ? newSlug : draft.slug;
  const faults = failure?.faults ?? [];
  const fault = (field: keyof ProbeDraft) => faultAt(faults, field);
  const set =
    <Field extends keyof ProbeDraft>(field: Field) =>
    (value: ProbeDraft[Field]) => {
      setDraft((before) => ({ ...before, [field]: value }));
      dropTried();
    };

  /** What is being tried, or was, is of a draft that is another by now. */
  function dropTried(): void {
    turn.current++;
    setTried(undefined);
  }

  async function save(onto = began.version): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    if (isNew) setSent({ name: draft.name, slug });
    const outcome = await keep.save(probeOf(draft, slug), onto);
    if (outcome.ok) return onClose();
    const isMeanwhile = outcome.failure.code === "changed_meanwhile";
    setFailure(isMeanwhile && isNew ? { ...outcome.failure, message: TAKEN } : outcome.failure);
    setTheirs(isMeanwhile && !isNew ? await keep.find(slug) : undefined);
    setBusy(false);
  }

  function takeTheirs(found: ProbeDetails): void {
    const taken = { draft: draftOf(found.probe), version: found.version };
    setBegan(taken);
    setDraft(taken.draft);
    dropTried();
    setTheirs(undefined);
    setFailure(undefined);
  }

  async function tryNow(): Promise<void> {
    setFailure(undefined);
    setTried("trying");
    const asked = ++turn.current;
    // Its name is not what is tried.
    const outcome = await tryProbe(probeOf({ ...draft, name: draft.name.trim() || "New probe" }, slug));
    if (turn.current !== asked) return;
    setTried(outcome.ok ? outcome.value : undefined);
    if (!outcome.ok) setFailure(outcome.failure);
  }

  const text = (
    field: "name" | "url" | "statuses" | "contains" | "lacks" | "host" | "port" | "resolver" | "expect",
  ) => ({
    value: draft[field],
    onChange: set(field),
    fault: fault(field),
  });
  return (
    <FormDialog
      title={isNew ? "Add a probe" : `Edit ${began.draft.name}`}
      done={isBusy ? "Saving…" : isNew ? "Add it" : "Save"}
      onDone={() => void save()}
      onClose={onClose}
      isTouched={draft !== began.draft}
    >
      <TextRow
        label="Name"
        {...text("name")}
        fault={fault("name") ?? fault("slug")}
        placeholder="What people call it"
        hint={
          <>
            Its series have the label <code>probe="{slug}"</code>
          </>
        }
      />
      <KindChoice value={draft.kind} onChange={set("kind")} />
      {draft.kind === "http" && (
        <>
          <TextRow label="Address" {...text("url")} placeholder="https://example.com/health" mono />
          <div className="probe-pair">
            <SelectRow
              label="Method"
              value={draft.method}
              options={methods}
              onChange={set("method")}
              fault={fault("method")}
            />
            <TextRow
              label="Good statuses"
              {...text("statuses")}
              placeholder="200 to 299"
              hint="Redirects are not followed"
            />
          </div>
          {draft.method === "GET" && (
            <div className="probe-pair">
              <TextRow label="The body has to hold" {...text("contains")} placeholder="anything" />
              <TextRow label="The body must not hold" {...text("lacks")} placeholder="nothing" />
            </div>
          )}
        </>
      )}
      {draft.kind === "dns" && (
        <>
          <div className="probe-pair">
            <TextRow label="Name to look up" {...text("host")} placeholder="example.com" mono />
            <SelectRow
              label="Record"
              value={draft.record as (typeof dnsRecords)[number]}
              options={records}
              onChange={set("record")}
              fault={fault("record")}
            />
          </div>
          <div className="probe-pair">
            <TextRow
              label="Resolver"
              {...text("resolver")}
              placeholder="this machine's own"
              hint="Its address, such as 192.0.2.53 or 192.0.2.53:5353"
              mono
            />
            <TextRow label="An answer has to be" {...text("expect")} placeholder="anything" mono />
          </div>
        </>
      )}
      {draft.kind === "tcp" && (
        <div className="probe-pair">
          <TextRow label="Host" {...text("host")} placeholder="db.example.com" mono />
          <TextRow label="Port" {...text("port")} placeholder="5432" numeric />
        </div>
      )}
      <div className="probe-pair">
        <SelectRow
          label="Check every"
          value={draft.everyMs}
          options={timeOptions(EVERY_MS, draft.everyMs)}
          onChange={set("everyMs")}
          fault={fault("everyMs")}
        />
        <SelectRow
          label="Give up after"
          value={draft.timeoutMs}
          options={timeOptions(TIMEOUT_MS, draft.timeoutMs)}
          onChange={set("timeoutMs")}
          fault={fault("timeoutMs")}
        />
      </div>
      {!isNew && <CheckRow label="Switched on" value={draft.enabled} onChange={set("enabled")} />}
      <div className="probe-try">
        <button
          type="button"
          className="button small"
          disabled={tried === "trying"}
          onClick={() => void tryNow()}
        >
          <Play size={13} aria-hidden /> Try it now
        </button>
        <div role="status">
          {tried === "trying" ? "Checking…" : tried !== undefined && <TryResult result={tried} />}
        </div>
      </div>
      {failure !== undefined && (
        <p role="alert" className="probe-fault">
          <CircleAlert size={14} aria-hidden /> {failure.message}
        </p>
      )}
      {theirs !== undefined && (
        <div className="probe-meanwhile">
          <p>
            Now it is {theirs.probe.name}: {kindWords[theirs.probe.kind]} {targetText(theirs.probe)}, every{" "}
            {stepText(theirs.probe.everyMs)}.
          </p>
          <button type="button" className="button" onClick={() => void save(theirs.version)}>
            Save mine over it
          </button>
          <button type="button" className="button" onClick={() => takeTheirs(theirs)}>
            Take theirs
          </button>
        </div>
      )}
    </FormDialog>
  );
}
