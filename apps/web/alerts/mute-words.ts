import type { MuteTime } from "@mission-control/contracts";

/** The days of a week in their order. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies readonly MuteTime["weekdays"][number][];

/** "Mon". */
export const shortDay = (day: string): string => day.slice(0, 1).toUpperCase() + day.slice(1, 3);

/** Days in few words: "every day", "Mon to Fri", "Mon, Wed". */
export function daysText(days: readonly string[]): string {
  const chosen = weekdays.map((day) => days.includes(day));
  if (chosen.every(Boolean)) return "every day";
  const runs: string[] = [];
  for (let i = 0; i < weekdays.length; i++) {
    if (!chosen[i]) continue;
    let end = i;
    while (chosen[end + 1]) end++;
    const [first, last] = [shortDay(weekdays[i]!), shortDay(weekdays[end]!)];
    runs.push(end - i > 1 ? `${first} to ${last}` : end > i ? `${first}, ${last}` : first);
    i = end;
  }
  return runs.join(", ");
}

/** A minute of the day as a clock shows it: 1350 is "22:30", and the end of the day is "24:00". */
export const minuteClock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The minute of the day of "22:30"; undefined where it is none. */
export function clockMinute(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= 1_440 && Number(minutes) < 60 ? minute : undefined;
}

/** When it is quiet: "Mon to Fri, 22:00 to 06:00 on the next day". */
export function muteText({ weekdays, fromMinute, toMinute }: MuteTime): string {
  const end = toMinute <= fromMinute ? " on the next day" : "";
  return `${daysText(weekdays)}, ${minuteClock(fromMinute)} to ${minuteClock(toMinute)}${end}`;
}
