import { systemClock } from "@mission-control/series";
import type { PageState } from "../state.ts";
import { showCompany } from "./company.ts";
import { byId } from "./element.ts";
import { showNow } from "./now.ts";
import { showScenarios } from "./scenarios.ts";

const LOOK_MS = 1_000;

/** The last thing that was asked for and did not work; until something works again. */
let refused: string | undefined;

function show(fault: string | undefined): void {
  const place = byId("fault");
  place.hidden = fault === undefined;
  if (fault !== undefined && place.textContent !== fault) place.textContent = fault;
}

async function look(): Promise<void> {
  try {
    const answer = await fetch("/api/state");
    const state = (await answer.json()) as PageState;
    showScenarios(state, (scenario) => void ask("play", { scenario }));
    showNow(state);
    showCompany(state);
    show(refused);
  } catch {
    show("The demo does not answer. Is it still running? Start it with npm run demo.");
  }
}

/** Asks, and looks what came of it: at once, for it may take a while, and when it is done. */
async function ask(what: "play" | "stop" | "load", body: object): Promise<void> {
  try {
    const asking = fetch(`/api/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    void look();
    const answer = await asking;
    refused = answer.ok ? undefined : ((await answer.json()) as { error: string }).error;
  } catch {
    refused = undefined;
  }
  await look();
}

byId("stop").addEventListener("click", () => void ask("stop", {}));
byId("load").addEventListener("change", (event) => {
  void ask("load", { factor: Number((event.target as HTMLInputElement).value) });
});
systemClock.every(LOOK_MS, () => {
  if (!document.hidden) void look();
});
void look();
