import { Monitor, Moon, Sun } from "lucide-react";
import { Choice } from "./Choice.tsx";
import { useTheme, useThemeChoice } from "./theme.ts";

const choices = [
  { id: "system", label: "As the device", Icon: Monitor },
  { id: "dark", label: "Dark", Icon: Moon },
  { id: "light", label: "Light", Icon: Sun },
] as const;

/** Chooses the theme. */
export function ThemeMenu() {
  const theme = useTheme();
  const [value, choose] = useThemeChoice();
  return (
    <Choice
      label="Theme"
      menuLabel="Theme"
      className="rail-item"
      choices={choices}
      value={value}
      onChoose={choose}
      placement="right bottom"
    >
      {theme === "light" ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
      <span>Theme</span>
    </Choice>
  );
}
