import { type ExportFormat, expandIntervals, type Lane } from "@mission-control/contracts";
import { floorToStep } from "@mission-control/series";
import { Download, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import {
  Button,
  Dialog,
  Heading,
  Label,
  Modal,
  ModalOverlay,
  ProgressBar,
  Radio,
  RadioGroup,
} from "react-aria-components";
import { useServices } from "../data/services.ts";
import { countOf } from "../format/text.ts";
import { minuteText, stepText } from "../format/time.ts";
import { valueText } from "../format/value.ts";
import { useWall } from "../wall/wall-context.ts";
import { createExportJob, type ExportState } from "./export-job.ts";

const formats: readonly (readonly [ExportFormat, string])[] = [
  ["parquet", "Parquet: for DuckDB, pandas and the like; small, with types"],
  ["csv", "CSV: for a spreadsheet"],
];

/** Takes a lane's values as they are shown away as a file. */
export function ExportDialog({ lane, onClose }: { lane: Lane; onClose: () => void }) {
  const { clock } = useServices();
  const { context, baseStepMs } = useWall();
  const [job] = useState(() => createExportJob({ clock }));
  const state = useSyncExternalStore(job.subscribe, job.state);
  const [format, setFormat] = useState<ExportFormat>("parquet");
  // What is shown moves on; what is exported is what was shown when this opened.
  const [{ stepMs, startMs, endMs }] = useState(() => ({
    stepMs: context.step,
    startMs: floorToStep(context.startMs, context.step) + context.step,
    endMs: Math.max(context.endMs, floorToStep(context.startMs, context.step) + context.step),
  }));
  useEffect(() => job.cancel, [job]);
  const isRunning = state.phase === "running";
  const start = () => {
    const expr = expandIntervals(lane.expr, stepMs, baseStepMs);
    void job.start({ expr, store: lane.store, startMs, endMs, stepMs, format });
  };
  const nowMs = clock.now();
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable={!isRunning}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className="modal">
        <Dialog className="dialog export">
          <header>
            <Heading slot="title">Export {lane.title}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <p>
            {minuteText(startMs, nowMs)} to {minuteText(endMs, nowMs)}, a value each {stepText(stepMs)}
          </p>
          <code>{lane.expr}</code>
          <RadioGroup
            className="choices"
            value={format}
            onChange={(value) => setFormat(value as ExportFormat)}
            isDisabled={isRunning}
          >
            <Label>Format</Label>
            {formats.map(([id, words]) => (
              <Radio key={id} value={id} className="choice">
                <i aria-hidden />
                {words}
              </Radio>
            ))}
          </RadioGroup>
          <Outcome state={state} />
          <footer>
            {isRunning ? (
              <Button className="button" onPress={job.cancel}>
                Cancel
              </Button>
            ) : (
              <Button className="button" onPress={start} autoFocus>
                <Download size={14} aria-hidden /> {state.phase === "ready" ? "Export again" : "Export"}
              </Button>
            )}
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Outcome({ state }: { state: ExportState }) {
  const link = useRef<HTMLAnchorElement>(null);
  const isReady = state.phase === "ready";
  useEffect(() => {
    if (isReady) link.current?.click();
  }, [isReady]);
  if (state.phase === "running") {
    return (
      <ProgressBar className="progress" value={state.share * 100}>
        {({ percentage = 0, valueText: percent }) => (
          <>
            <Label>{countOf(state.rows, "value")}</Label>
            <span>{percent}</span>
            <div>
              <i style={{ width: `${percentage}%` }} />
            </div>
          </>
        )}
      </ProgressBar>
    );
  }
  if (state.phase === "failed")
    return (
      <p role="alert" className="text-bad">
        {state.message}
      </p>
    );
  if (state.phase === "idle") return null;
  const { file, rows } = state;
  return (
    <p role="status">
      {countOf(rows, "value")} in{" "}
      <a ref={link} href={file.path} download={file.name}>
        {file.name}
      </a>{" "}
      ({valueText(file.bytes, "bytes")}), kept for ten minutes
    </p>
  );
}
