const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  M: 30 * 86_400_000,
  y: 365 * 86_400_000,
};

/** How long the stretch of time is with which a dashboard opens, ms; six hours where it does not say. */
export function rangeMsOf(time: { from?: string | undefined; to?: string | undefined } | undefined): number {
  const { from = "", to = "" } = time ?? {};
  const usual = 6 * 3_600_000;
  const ago = (text: string): number => {
    if (/^now(\/[smhdwMy])?$/.test(text)) return 0;
    const match = /^now-(\d{1,6})([smhdwMy])(\/[smhdwMy])?$/.exec(text);
    return match === null ? Number.NaN : Number(match[1]) * unitMs[match[2]!]!;
  };
  const length = ago(from) - ago(to);
  const between = Number.isNaN(length) ? Date.parse(to) - Date.parse(from) : length;
  return between >= 60_000 && between <= 10 * unitMs.y! ? between : usual;
}
