import type { Random } from "../company/random.ts";
import { draw, type Weighted } from "./draw.ts";

/** What kind of program asks; a label, so few. */
export type AgentKind = "desktop" | "mobile" | "app" | "crawler" | "curl";

/** A program that asks, as its User-Agent header names it. */
export interface Agent {
  readonly kind: AgentKind;
  readonly text: string;
}

const kinds: Weighted<AgentKind> = [
  ["mobile", 44],
  ["desktop", 38],
  ["app", 12],
  ["crawler", 4],
  ["curl", 2],
];

const texts: Readonly<Record<AgentKind, readonly string[]>> = {
  desktop: [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
  ],
  mobile: [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0",
  ],
  app: ["ExampleShop/7.4.1 (iOS 18.6; iPhone15,4)", "ExampleShop/7.4.0 (Android 15; Pixel 8)"],
  crawler: ["Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/about)"],
  curl: ["curl/8.5.0"],
};

const kindOf = new Map(
  Object.entries(texts).flatMap(([kind, list]) => list.map((text) => [text, kind as AgentKind])),
);

export function drawAgent(random: Random): Agent {
  const kind = draw(random, kinds);
  return { kind, text: random.pick(texts[kind]) };
}

/** The kind of a User-Agent that `drawAgent` gave. */
export function agentKind(userAgent: string): AgentKind {
  return kindOf.get(userAgent) ?? "desktop";
}
