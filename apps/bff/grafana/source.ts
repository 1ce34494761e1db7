import { limits, Refusal, type Reject } from "@mission-control/contracts";
import type { ImportSource } from "../views/import-source.ts";
import { importGrafana } from "./import-grafana.ts";
import { isDashboard } from "./read-dashboard.ts";

/** Dashboards of Grafana, as they are exported or as its API gives them. */
export const grafana: ImportSource = {
  name: "Grafana",
  matches: isDashboard,
  convert(document) {
    try {
      const { views, notes } = importGrafana(document);
      if (views.length > 0) return { ok: true, views, notes };
      const message = "nothing of this dashboard can be drawn here, or it is empty";
      const faults = notes.slice(0, limits.rejectsPerAnswer - 1).map(({ panel, message }): Reject => {
        return { code: "not_carried", path: "", message: panel === "" ? message : `“${panel}”: ${message}` };
      });
      return { ok: false, faults: [{ code: "not_carried", path: "", message }, ...faults] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return {
        ok: false,
        faults: [{ code: error.code, path: "", message: error.message }, ...(error.errors ?? [])],
      };
    }
  },
};
