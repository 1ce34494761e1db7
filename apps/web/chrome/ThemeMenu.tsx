import { Check, Monitor, Moon, Sun } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { type ThemeChoice, useTheme, useThemeChoice } from "./theme.ts";

const choices = [
  { id: "system", label: "As the device", Icon: Monitor },
  { id: "dark", label: "Dark", Icon: Moon },
  { id: "light", label: "Light", Icon: Sun },
] as const;

/** Chooses the theme. */
export function ThemeMenu() {
  const theme = useTheme();
  const [choice, choose] = useThemeChoice();
  return (
    <MenuTrigger>
      <Button className="rail-item" aria-label="Theme">
        {theme === "light" ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
        <span>Theme</span>
      </Button>
      <Popover className="popover menu" placement="right bottom">
        <Menu
          aria-label="Theme"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[choice]}
          onAction={(key) => choose(key as ThemeChoice)}
        >
          {choices.map(({ id, label, Icon }) => (
            <MenuItem key={id} id={id} textValue={label} className="menu-item">
              {({ isSelected }) => (
                <>
                  <Icon size={14} aria-hidden />
                  <span className="flex-1">{label}</span>
                  {isSelected && <Check size={14} aria-hidden />}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
