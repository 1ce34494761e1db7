import { keptSeconds } from "../company/caching.ts";
import type { Answer } from "./server.ts";

const css = `body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:0 auto;padding:1rem;color:#222}
header{display:flex;gap:1rem;align-items:center}
.price{font-weight:bold}
button{border:0;border-radius:4px;padding:.5rem 1rem;color:#fff;background:#555}
.blue-button{background:#1857b8}
.orange-button{background:#b84b00}
`;

const js = `document.querySelectorAll("form").forEach(form => {
  form.addEventListener("submit", () => form.querySelector("button")?.setAttribute("disabled", ""));
});
`;

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M6 12h20l-2 16H8zM11 12a5 5 0 0 1 10 0" fill="none" stroke="#b84b00" stroke-width="2"/></svg>
`;

const asset = (type: Answer["type"], body: string): Answer => ({
  status: 200,
  type,
  body,
  maxAge: keptSeconds.assets,
});

/** The files that pages refer to, by path. */
export const assets: ReadonlyMap<string, Answer> = new Map([
  ["/assets/app.css", asset("text/css", css)],
  ["/assets/app.js", asset("text/javascript", js)],
  ["/assets/logo.svg", asset("image/svg+xml", logo)],
]);
