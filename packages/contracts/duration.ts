import { z } from "zod";

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const durationWords = 'a duration such as "5s", "3h" or "30d"';

/** A duration as Prometheus writes it, one unit: `500ms`, `5s`, `3h`, `30d`. Milliseconds once parsed. */
export const duration = (minMs: number, maxMs: number) =>
  z
    .string({ error: durationWords })
    .regex(/^\d+(ms|s|m|h|d)$/, durationWords)
    .transform((text) => Number.parseInt(text, 10) * units[text.replace(/\d+/, "") as keyof typeof units])
    .refine((ms) => ms >= minMs && ms <= maxMs, { message: `between ${minMs} ms and ${maxMs} ms` });
