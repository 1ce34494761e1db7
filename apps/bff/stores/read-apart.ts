import { type PromError, type RangeAnswer, Refusal } from "@mission-control/contracts";
import { Piscina } from "piscina";
import type { StepGrid } from "../evaluate/task.ts";

/** An answer to a range query as it came, and the grid that was asked for. */
export interface LongAnswer {
  readonly answer: { readonly status: number; readonly text: string };
  readonly grid: StepGrid;
}

/** What a worker gives back: an error class would lose its fields on the way. */
export type ReadAnswer = { readonly read: RangeAnswer | PromError } | { readonly refused: string };

const IDLE_MS = 30_000;

/** Reads long answers of other stores on a thread of their own, so that megabytes of JSON hold nothing else up. */
export function createReadApart({ file }: { file: string }) {
  const pool = new Piscina({
    filename: file,
    name: "readLongAnswer",
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
  });
  return {
    /** @throws Refusal `store_away` where it cannot be read. */
    async read(answer: LongAnswer["answer"], grid: StepGrid): Promise<RangeAnswer | PromError> {
      const done = (await pool.run({ answer, grid } satisfies LongAnswer)) as ReadAnswer;
      if ("refused" in done) throw new Refusal("store_away", done.refused);
      return done.read;
    },
    close: () => pool.destroy(),
  };
}
