import type { Alert, Inhibition } from "@mission-control/contracts";
import { labelOf, passesAll } from "./alert-matchers.ts";
import { allMembers, type Board, type Stage, sayQuiet, toldAs } from "./board.ts";

/**
 * Keeps alerts quiet while another fires. As in Alertmanager, one that passes both sides of an inhibition is kept quiet only by
 * one that passes the source alone, so that none keeps itself quiet; and what is itself kept quiet keeps others quiet all the same.
 */
export const inhibit: Stage = (board) => {
  for (const inhibition of board.input.inhibitions) {
    const sources = sourcesOf(board, inhibition);
    if (sources.size === 0) continue;
    for (const member of allMembers(board)) {
      if (!passesAll(inhibition.target, member.alert)) continue;
      const agreeing = sources.get(equalText(inhibition, member.alert));
      const isBoth = passesAll(inhibition.source, member.alert);
      const source = isBoth ? agreeing?.alone : (agreeing?.alone ?? agreeing?.any);
      if (source === undefined) continue;
      member.isHushed = true;
      if (member.as === "over") continue;
      const words = `held back by "${inhibition.name}" while this fires: ${source.title}`;
      sayQuiet(board, member.alert, { by: "inhibited", words, untilMs: null });
    }
  }
};

interface Sources {
  any?: Alert;
  /** One that does not pass the target. */
  alone?: Alert;
}

/** What fires and passes the source, for each set of labels that have to be equal. Nobody need be told of it. */
function sourcesOf(board: Board, inhibition: Inhibition): Map<string, Sources> {
  const sources = new Map<string, Sources>();
  for (const alert of board.input.alerts) {
    if (toldAs(alert) !== "firing" || !passesAll(inhibition.source, alert)) continue;
    const text = equalText(inhibition, alert);
    const found = sources.get(text) ?? {};
    found.any ??= alert;
    if (!passesAll(inhibition.target, alert)) found.alone ??= alert;
    sources.set(text, found);
  }
  return sources;
}

const equalText = ({ equal }: Inhibition, alert: Alert) =>
  equal.length === 0 ? "" : JSON.stringify(equal.map((name) => labelOf(alert, name)));
