/** What a benchmark found: a table, and the line that says how it stands to its target. */
export interface Found {
  readonly table: string;
  /** The figures of the last line, with their units; the peer's is "-" where none was there. */
  readonly ours: string;
  readonly peer: string;
  readonly ratio: number;
  readonly target: string;
}

/** How a benchmark is run: `scale` makes it smaller for trying it out, `full` adds what takes long. */
export interface BenchOptions {
  readonly scale: number;
  readonly full: boolean;
}

export type Bench = (options: BenchOptions) => Promise<Found>;
