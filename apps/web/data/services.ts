import type { Clock } from "@mission-control/series";
import { createContext, useContext } from "react";
import type { ReadPast } from "./history.ts";
import type { LiveLink } from "./live-link.ts";

/** What every component may reach: time, the live stream, the past. */
export interface Services {
  readonly clock: Clock;
  readonly link: LiveLink;
  readonly readPast: ReadPast;
}

const ServicesContext = createContext<Services | undefined>(undefined);

export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error("no services: render inside ServicesProvider");
  return services;
}
