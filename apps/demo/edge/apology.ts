import type { Reply } from "../company/wire.ts";

const WORDS = {
  413: "413 Content Too Large\nA body may have 1 MiB.\n",
  502: "502 Bad Gateway\nThe server broke off its answer.\n",
  503: "503 Service Unavailable\nNo server is available to handle this request.\n",
  504: "504 Gateway Timeout\nThe server did not answer in time.\n",
} as const;

/** What is answered in place of a server's answer. */
export const apology = (status: keyof typeof WORDS): Reply => ({
  status,
  type: "text/plain",
  body: WORDS[status],
  version: "",
  maxAge: 0,
});
