import { join } from "node:path";

export const DAY_MS = 86_400_000;

/** What a day is kept as, by the length of its buckets in ms; 0 is the samples as they came. Each divides the next. */
export const LEVELS = [0, 60_000, 300_000, 3_600_000] as const;
export type Level = (typeof LEVELS)[number];

const LEVEL_NAMES: Record<Level, string> = { 0: "raw", 60000: "1m", 300000: "5m", 3600000: "1h" };

/**
 * The UTC day in which a sample counts, as days since the epoch. Days are left-open as PromQL's windows are: midnight itself
 * ends the day before, so that no bucket lies in two days.
 */
export const dayOf = (timeMs: number): number => Math.ceil(timeMs / DAY_MS) - 1;

/** The end of a day, which is part of it; its start is the end of the one before. */
export const dayEndMs = (day: number): number => (day + 1) * DAY_MS;

/** One file of a sealed day: the samples or buckets of some series. Each sealing of a day is another generation. */
export interface SealedFile {
  readonly day: number;
  readonly generation: number;
  /** Days of many samples are cut into files by series; all levels of a slice have the same series. */
  readonly slice: number;
  readonly level: Level;
  readonly minSeries: number;
  readonly maxSeries: number;
  /** Samples before it are forgotten, though the file still has them. */
  readonly fromMs: number;
}

/** The folder of all sealed days below that of history. */
export const sealedFolder = (dir: string): string => join(dir, "history", "samples");

/** `2026-11-20`. */
export const dayName = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/**
 * Where the labels of a day's series lie. It is written last: with it the files of a generation are whole, and mean something
 * without the database.
 */
export const seriesName = ({ day, generation }: Pick<SealedFile, "day" | "generation">): string =>
  join(dayName(day), `${generation}-series.parquet`);

/** Whether a folder is that of a day, and none that was set aside. */
export const isDayName = (name: string): boolean => /^\d{4}-\d\d-\d\d$/.test(name);

/** Where a file lies below the folder of all sealed days. */
export function sealedName({ day, generation, slice, level }: SealedFile) {
  return join(dayName(day), `${generation}-${slice}-${LEVEL_NAMES[level]}.parquet`);
}
