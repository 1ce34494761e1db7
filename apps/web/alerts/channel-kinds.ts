import type { ChannelKind } from "@mission-control/contracts";
import {
  AppWindow,
  BellRing,
  Hash,
  type LucideIcon,
  Mail,
  MailCheck,
  MessageSquareText,
  Siren,
  Webhook,
} from "lucide-react";

/** A field of a channel's form. What is typed in a list stands with commas between it. */
export interface ChannelField {
  readonly name: string;
  readonly label: string;
  readonly as: "text" | "list" | "number" | "secret" | "choice";
  readonly hint?: string;
  readonly placeholder?: string;
  readonly options?: readonly { readonly id: string; readonly label: string }[];
  /** What stands there in a new channel. */
  readonly start?: string;
}

interface ChannelFace {
  readonly label: string;
  readonly about: string;
  readonly Icon: LucideIcon;
  readonly fields: readonly ChannelField[];
}

const to = { name: "to", label: "To", as: "list", hint: "Several with commas between them" } as const;
const from = { name: "from", label: "From", as: "text", placeholder: "alerts@example.org" } as const;
const url = { name: "url", label: "Address", as: "text", placeholder: "https://" } as const;
const login = [
  { name: "user", label: "User", as: "text", hint: "Not needed where it asks for none" },
  { name: "password", label: "Password", as: "secret" },
] as const;

/** What each kind of channel is called, and what it has to know. */
export const channelKinds: Readonly<Record<ChannelKind, ChannelFace>> = {
  smtp: {
    label: "E-mail",
    about: "by your own mail server",
    Icon: Mail,
    fields: [
      { ...to, placeholder: "ops@example.org" },
      from,
      { name: "host", label: "Mail server", as: "text", placeholder: "smtp.example.org" },
      { name: "port", label: "Port", as: "number", start: "587" },
      {
        name: "security",
        label: "Encryption",
        as: "choice",
        start: "starttls",
        options: [
          { id: "starttls", label: "STARTTLS, and nothing without it" },
          { id: "tls", label: "TLS from the start" },
          { id: "none", label: "None: a server on this machine" },
        ],
      },
      ...login,
    ],
  },
  mandrill: {
    label: "E-mail by Mandrill",
    about: "by Mailchimp's service",
    Icon: MailCheck,
    fields: [
      { ...to, placeholder: "ops@example.org" },
      from,
      { name: "key", label: "API key", as: "secret" },
      { ...url, start: "https://mandrillapp.com/api/1.0/messages/send.json" },
    ],
  },
  vonage: {
    label: "SMS",
    about: "by Vonage, once Nexmo",
    Icon: MessageSquareText,
    fields: [
      { ...to, placeholder: "4915112345678", hint: "Digits only, with the country's code" },
      { ...from, placeholder: "Alerts", hint: "A number or a name" },
      { name: "key", label: "API key", as: "text" },
      { name: "secret", label: "API secret", as: "secret" },
      { ...url, start: "https://rest.nexmo.com/sms/json" },
    ],
  },
  webhook: {
    label: "Web hook",
    about: "signed as Standard Webhooks",
    Icon: Webhook,
    fields: [
      url,
      {
        name: "secret",
        label: "Signing secret",
        as: "secret",
        hint: "The receiver checks the signature with it",
      },
      {
        name: "oldSecret",
        label: "Old signing secret",
        as: "secret",
        hint: "It signs as well, while receivers change over",
      },
    ],
  },
  slack: {
    label: "Slack",
    about: "or what takes its web hooks: Mattermost, Rocket.Chat",
    Icon: Hash,
    fields: [
      {
        name: "url",
        label: "Address of the incoming web hook",
        as: "secret",
        hint: "Whoever knows it may write there: it is kept as a secret",
      },
    ],
  },
  pagerduty: {
    label: "PagerDuty",
    about: "by its events API",
    Icon: Siren,
    fields: [
      { name: "key", label: "Integration key", as: "secret" },
      { ...url, start: "https://events.pagerduty.com/v2/enqueue" },
    ],
  },
  alertmanager: {
    label: "Alertmanager",
    about: "Prometheus' own, version 2 of its API",
    Icon: BellRing,
    fields: [{ ...url, placeholder: "http://alertmanager:9093" }, ...login],
  },
  browser: {
    label: "Browser",
    about: "every browser that has a page open and allowed it",
    Icon: AppWindow,
    fields: [],
  },
};

export const channelKindNames = Object.keys(channelKinds) as ChannelKind[];
