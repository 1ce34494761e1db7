import { Clock, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { zoneName } from "../format/zone.ts";
import { later } from "../later/later.ts";
import { type ThemeChoice, useTheme, useThemeChoice } from "../style/theme.ts";
import { Choice } from "./Choice.tsx";
import { Opened } from "./Opened.tsx";

const choices = [
  { id: "system", label: "As the device", Icon: Monitor },
  { id: "dark", label: "Dark", Icon: Moon },
  { id: "light", label: "Light", Icon: Sun },
] as const;

const ZONE = "zone";
const ZoneDialog = later(async () => (await import("./ZoneDialog.tsx")).ZoneDialog);

/** Chooses the theme, and leads to the time zone. */
export function ThemeMenu() {
  const theme = useTheme();
  const [value, choose] = useThemeChoice();
  const [zones, setZones] = useState(false);
  const zone = { id: ZONE, label: "Time zone…", note: zoneName().replaceAll("_", " "), Icon: Clock } as const;
  return (
    <>
      <Choice<ThemeChoice | typeof ZONE>
        label="Theme and time zone"
        menuLabel="Theme and time zone"
        className="rail-item"
        choices={[...choices, zone]}
        value={value}
        onChoose={(id) => (id === ZONE ? setZones(true) : choose(id))}
        placement="right bottom"
      >
        {theme === "light" ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
        <span>Theme</span>
      </Choice>
      {zones && (
        <Opened onClose={() => setZones(false)}>
          <ZoneDialog onClose={() => setZones(false)} />
        </Opened>
      )}
    </>
  );
}
