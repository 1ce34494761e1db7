/** What was shared asks by routes of its own, below what its address names: a link reaches no more than that. */
function rootOf(pathname: string): string {
  const [, kind, token] = /^\/(shared|wall|snapshots)\/([^/]+)/.exec(pathname) ?? [];
  if (token === undefined) return "/api";
  return `/api/${kind === "snapshots" ? "snapshots" : "shared"}/${token}`;
}

/** Below it stand the routes that this page asks: "/api" but for pages that were shared. */
export const apiRoot = rootOf(globalThis.location?.pathname ?? "");

/** Whether this page is one for people without an account. */
export const isSharedPage = apiRoot !== "/api";

/** Where a path of the API is asked by this page. */
export const apiPath = (path: string): string => path.replace(/^\/api/, apiRoot);
