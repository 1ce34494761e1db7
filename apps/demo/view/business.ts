import { rate } from "./expressions.ts";
import type { Lane, Section } from "./section.ts";

const byArm = (id: string, title: string, counter: string): Lane => ({
  id,
  title,
  expr: `sum by (experiment) (${rate(counter)})`,
  unit: "per_second",
  legend: "{{experiment}}",
  rows: 2,
});

/** What the company lives on, by the arm of its experiment, and whom its database works for. */
export const business: readonly Section[] = [
  {
    id: "business",
    title: "business",
    lanes: [
      byArm("carts", "carts", "carts_total"),
      byArm("payments", "payments", "payments_total"),
      {
        id: "conversion",
        title: "paid carts",
        expr: `sum by (experiment) (${rate("payments_total")}) / sum by (experiment) (${rate("carts_total")})`,
        unit: "ratio",
        ramp: "teal",
        legend: "{{experiment}}",
        rows: 2,
        help: "Payments for each cart, by the colour of the button.",
      },
      { id: "revenue", title: "revenue", expr: `sum(${rate("revenue_total")})`, unit: "per_second" },
      { id: "logins", title: "logins", expr: `sum(${rate("logins_total")})`, unit: "per_second" },
      { id: "signups", title: "sign-ups", expr: `sum(${rate("signups_total")})`, unit: "per_second" },
      { id: "upgrades", title: "upgrades", expr: `sum(${rate("upgrades_total")})`, unit: "per_second" },
      {
        id: "cancellations",
        title: "cancellations",
        expr: `sum(${rate("cancellations_total")})`,
        unit: "per_second",
        ramp: "warm",
      },
      {
        id: "mentions",
        title: "mentions",
        expr: `sum(${rate('events_total{type="mention"}')})`,
        unit: "per_second",
        ramp: "violet",
      },
    ],
  },
  {
    id: "users",
    title: "users",
    lanes: [
      {
        id: "queries",
        title: "database queries for",
        expr: `topk(6, sum by (user) (${rate("queries_total")}))`,
        unit: "per_second",
        ramp: "violet",
        legend: "{{user}}",
        rows: 6,
      },
    ],
  },
];
