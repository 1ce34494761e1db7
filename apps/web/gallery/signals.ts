/** A made-up measurement: its value at any time, the same for the same time in every browser. NaN is a gap. */
export type Signal = (timeMs: number) => number;

/** Lengths of the waves that a signal is made of, from seconds to half a day, so that it looks alive at every step. */
const PERIODS_MS = [3, 11, 43, 170, 680, 2_700, 10_900, 43_600].map((seconds) => seconds * 1_000);
/** Longer waves are higher. */
const HEIGHTS = PERIODS_MS.map((_, i) => 1.18 ** i);
const ALL = HEIGHTS.reduce((sum, height) => sum + height, 0);

/** The same number for the same numbers, from 0 to 1. */
function chance(seed: number, at: number): number {
  let hash = Math.imul((seed + 0x9e3779b9) | 0, 0x85ebca6b) ^ Math.imul((at + 1) | 0, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A wave of a length with chance in it, from 0 to 1. */
function wave(seed: number, timeMs: number, periodMs: number): number {
  const turn = timeMs / periodMs;
  const whole = Math.floor(turn);
  const part = turn - whole;
  const from = chance(seed, whole);
  return from + (chance(seed, whole + 1) - from) * part * part * (3 - 2 * part);
}

/** All waves together, spread so that it reaches near 0 and near 1. */
function restless(seed: number, timeMs: number): number {
  let sum = 0;
  for (let i = 0; i < PERIODS_MS.length; i++) {
    sum += HEIGHTS[i]! * wave(seed * 31 + i, timeMs, PERIODS_MS[i]!);
  }
  return Math.min(1, Math.max(0, 0.5 + (sum / ALL - 0.5) * 2.4));
}

/** Traffic: never nothing, mostly below the middle. */
export const traffic =
  (seed: number, most: number): Signal =>
  (timeMs) =>
    Math.round(most * (0.05 + 0.95 * restless(seed, timeMs) ** 1.7));

/** Waiting times: low, and many times as long in bad minutes. */
export const latency =
  (seed: number, usual: number): Signal =>
  (timeMs) => {
    const bad = Math.max(0, restless(seed + 7_000, timeMs) - 0.62) / 0.38;
    return usual * (0.3 + 1.2 * restless(seed, timeMs) + 5 * bad * bad);
  };

/** Errors: none, but for bursts. */
export const errors =
  (seed: number, most: number): Signal =>
  (timeMs) => {
    const burst = Math.max(0, wave(seed, timeMs, 97_000) - 0.74) / 0.26;
    return Math.round(most * burst * (0.2 + 0.8 * wave(seed + 1, timeMs, 5_000)) * 10) / 10;
  };

/** A part of something, from 0 to 1. */
export const share =
  (seed: number): Signal =>
  (timeMs) =>
    0.03 + 0.95 * restless(seed, timeMs) ** 1.5;

/** More or less than before: above and below 0. */
export const change =
  (seed: number, most: number): Signal =>
  (timeMs) =>
    most * (restless(seed, timeMs) - restless(seed + 500, timeMs)) ** 3 * 2.2 +
    most * 0.5 * (wave(seed, timeMs, 29_000) - 0.5);

/** From one up to ten thousand, each ten as likely. */
export const sizes =
  (seed: number): Signal =>
  (timeMs) =>
    10 ** (4 * restless(seed, timeMs));

/** Something that happens now and then: how often in this step. */
export const happenings =
  (seed: number): Signal =>
  (timeMs) =>
    chance(seed, Math.floor(timeMs / 1_000)) > 0.985 ? 1 : 0;

/** A signal whose sender falls silent now and then. */
export const withGaps =
  (seed: number, signal: Signal): Signal =>
  (timeMs) =>
    wave(seed, timeMs, 41_000) < 0.24 ? Number.NaN : signal(timeMs);

/** Seconds that differ wildly around a calm mean, so that one column holds a low and a high. */
export const jittery =
  (seed: number, most: number): Signal =>
  (timeMs) => {
    const calm = restless(seed, timeMs);
    const spike = chance(seed + 5, Math.floor(timeMs / 100));
    return most * Math.min(1, 0.25 + 0.35 * calm + 0.4 * spike ** 6);
  };
