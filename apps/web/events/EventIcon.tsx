import {
  Bell,
  Boxes,
  CircleX,
  DatabaseZap,
  Files,
  Globe,
  HardDrive,
  Info,
  type LucideIcon,
  MessageSquare,
  MessagesSquare,
  Radar,
  Rocket,
  ScrollText,
  Server,
  ServerCrash,
  ShieldAlert,
  TriangleAlert,
  Undo2,
  Wrench,
} from "lucide-react";

const icons = new Map<string, LucideIcon>([
  ["release", Rocket],
  ["dns", Globe],
  ["cluster", Boxes],
  ["provisioning", Server],
  ["undo", Undo2],
  ["pool", DatabaseZap],
  ["files", Files],
  ["disk", HardDrive],
  ["certificate", ShieldAlert],
  ["probe", Radar],
  ["flurry", MessagesSquare],
  ["mention", MessageSquare],
  ["up", Server],
  ["down", ServerCrash],
  ["maintenance", Wrench],
  ["alert", Bell],
  ["log", ScrollText],
  ["error", CircleX],
  ["warning", TriangleAlert],
]);

/** The icon of an event's kind, or the one that people gave it. How grave it is stands beside it in a word. */
export function EventIcon(props: { icon: string; severity: string; own?: LucideIcon | undefined }) {
  const { icon, severity, own } = props;
  const Icon = own ?? icons.get(icon) ?? Info;
  return (
    <span className="event-icon" data-icon={icon}>
      <Icon size={15} aria-hidden />
      {severity !== "info" && <span className="sr-only">{severity}: </span>}
    </span>
  );
}
