import { defaultView } from "@mission-control/contracts";
import "../style/start.css";
import { Link } from "@tanstack/react-router";
import { CircleCheck, CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Command } from "../chrome/Command.tsx";
import { placeOfView } from "../data/use-views.ts";
import { sampleEvent } from "../events/sample-commands.ts";
import { commands, reachedAt } from "./commands.ts";
import type { useArrivals } from "./use-arrivals.ts";

/** The three ways to begin; each turns green once what it asks for is there. */
export function StartCards({ arrivals }: { arrivals: ReturnType<typeof useArrivals> }) {
  const { first, isDemo, isHostRead, demoView } = arrivals;
  const arrived = first === undefined ? "" : `First sample arrived: ${first.name}, ${first.value}`;
  return (
    <div className="start-cards">
      <Card title="This machine" done={isHostRead ? "It is read, each step" : ""} waits="Switched off">
        {isHostRead ? (
          <>
            <p>Its processor, memory, disk and network. There is nothing to install.</p>
            <Link {...placeOfView(defaultView)} className="button">
              Open its view
            </Link>
          </>
        ) : (
          <p>
            Its processor, memory, disk and network are read once <code>hostMetrics.enabled</code> is not{" "}
            <code>false</code> in the settings.
          </p>
        )}
      </Card>
      <Card title="The demo" done={isDemo ? arrived : ""} waits="Waiting for its first sample">
        <p>A small shop to watch, break and deploy. Run this where you started Mission Control:</p>
        <Command text={commands.demo(location.origin)} label="the command that starts the demo" />
        {isDemo && (
          <Link {...placeOfView(demoView)} className="button">
            Open its view
          </Link>
        )}
      </Card>
      <Card title="Send your own" done={isDemo ? "" : arrived} waits="Waiting for the first sample">
        <Ways arrivals={arrivals} />
      </Card>
    </div>
  );
}

function Card(props: { title: string; done: string; waits: string; children: ReactNode }) {
  const { title, done, waits, children } = props;
  return (
    <section className="start-card" aria-label={title} data-done={done !== "" || undefined}>
      <h3>{title}</h3>
      {children}
      <p className="start-state" role="status">
        {done === "" ? <CircleDashed size={14} aria-hidden /> : <CircleCheck size={14} aria-hidden />}
        {done === "" ? waits : done}
      </p>
    </section>
  );
}

/** What speaks to us, each with a command for the address that was opened. */
function Ways({ arrivals: { status, received } }: { arrivals: ReturnType<typeof useArrivals> }) {
  const addressOf = (name: string) => status?.sources.find((source) => source.name === name)?.address ?? "";
  const statsd = reachedAt(addressOf("statsd"), location.hostname, 8125);
  const syslog = reachedAt(addressOf("syslog"), location.hostname, 5514);
  const { origin } = location;
  const ways = [
    {
      source: "statsd",
      title: "StatsD",
      words: "A counter named hits, with netcat or with bash alone:",
      texts: [commands.netcat(statsd), commands.bash(statsd)],
    },
    {
      source: "remote write",
      title: "Prometheus",
      words: "All that it scrapes, once this is in its configuration:",
      texts: [commands.remoteWrite(origin)],
    },
    {
      source: "syslog",
      title: "Syslog",
      words: "Logs of balancers and servers; access lines become requests:",
      texts: [commands.syslog(syslog)],
    },
    {
      source: "events",
      title: "Events",
      words: "What happened, beside the wall at once:",
      texts: [sampleEvent(origin)],
    },
  ].filter(({ source }) => addressOf(source) !== "");
  return (
    <Tabs className="start-ways">
      <TabList aria-label="Ways to send" className="start-tabs">
        {ways.map(({ source, title }) => (
          <Tab key={source} id={source} className="start-tab">
            {title}
            {received(source) && (
              <CircleCheck size={12} role="img" aria-label="received" className="text-ok" />
            )}
          </Tab>
        ))}
      </TabList>
      {ways.map(({ source, title, words, texts }) => (
        <TabPanel key={source} id={source} className="start-way">
          <p>{words}</p>
          {texts.map((text, i) => (
            <Command key={text} text={text} label={`${title}, ${i + 1}`} />
          ))}
        </TabPanel>
      ))}
    </Tabs>
  );
}
