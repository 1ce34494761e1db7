import type { ImportNote, Reject } from "@mission-control/contracts";
import { grafana } from "../grafana/source.ts";

/** The views that a document becomes, with what could not be carried over; or what is wrong with it. */
type Converted =
  | { readonly ok: true; readonly views: readonly unknown[]; readonly notes: readonly ImportNote[] }
  | { readonly ok: false; readonly faults: readonly Reject[] };

/** Another program's file that can be imported as views; what it is, is told from what stands in it. */
export interface ImportSource {
  /** As people call it: "Grafana". */
  readonly name: string;
  /** Whether a document, as its JSON or YAML was read, is one of this program's. */
  matches(document: unknown): boolean;
  /**
   * The views it becomes, each with a slug and not checked yet: they are checked like any other. It runs on a thread of its
   * own, with a deadline, and throws only for a fault of ours.
   */
  convert(document: unknown): Converted;
}

/** The programs whose files can be imported. */
export const importSources: readonly ImportSource[] = [grafana];
