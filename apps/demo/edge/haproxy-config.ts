import { captureLengths } from "./access-record.ts";
import type { BalancerOptions } from "./start-balancer.ts";

const services = ["web", "api"] as const;

/** What one instance of HAProxy allows a server, as the built-in balancer does by default. */
export const serverSettings = "check inter 2s fall 3 rise 2 maxconn 64";

/**
 * HAProxy's configuration: a frontend and an empty backend for each service, the log by UDP, and a socket for commands.
 * Only what is asked with GET is asked again when a server broke off.
 */
export function haproxyConfig({
  ports,
  syslog,
  socket,
}: Pick<BalancerOptions, "ports" | "syslog"> & { socket: string }): string {
  const [agent, user, country] = captureLengths.request;
  const [version, cache] = captureLengths.response;
  const host = syslog.host.includes(":") ? `[${syslog.host}]` : syslog.host;
  const sections = services.map(
    (service) => `
frontend ${service}
  bind 127.0.0.1:${ports[service]}
  http-request set-src req.hdr(X-Forwarded-For) if { req.hdr(X-Forwarded-For) -m found }
  capture request header User-Agent len ${agent}
  capture request header X-User len ${user}
  capture request header X-Country len ${country}
  capture response header X-Version len ${version}
  capture response header X-Cache len ${cache}
  default_backend ${service}

backend ${service}
  balance roundrobin
  option httpchk
  http-check send meth GET uri /healthz hdr User-Agent health-check
  http-request disable-l7-retry unless METH_GET
`,
  );
  return `global
  log ${host}:${syslog.port} local0
  stats socket ${socket} mode 600 level admin
  noreuseport
  nbthread 1
  maxconn 4000

defaults
  mode http
  log global
  option httplog
  option forwardfor if-none
  option redispatch 1
  retries 1
  retry-on conn-failure empty-response
  timeout connect 1s
  timeout client 60s
  timeout http-keep-alive 60s
  timeout queue 5s
  timeout server 30s
  timeout check 2s
${sections.join("")}`;
}
