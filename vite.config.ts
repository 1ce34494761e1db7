import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Where `vite` finds the server while the page is being worked on. */
const server = process.env.MISSION_CONTROL_URL ?? "http://127.0.0.1:4400";

/** The script that opens the stream goes before the page's others, and does not wait for them. */
const streamFirst: Plugin = {
  name: "stream-first",
  transformIndexHtml: {
    order: "post",
    handler(_html, { bundle }) {
      const chunk = Object.values(bundle ?? {}).find(({ name }) => name === "stream");
      if (chunk === undefined) return [];
      const attrs = { type: "module", crossorigin: true, src: `/${chunk.fileName}` };
      return [{ tag: "script", attrs, injectTo: "head-prepend" }];
    },
  },
};

export default defineConfig({
  root: "apps/web",
  plugins: [react(), tailwindcss(), streamFirst],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // The strict content security policy allows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    // The polyfill is an inline script, which the policy refuses; every browser we support preloads modules by itself.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs first comes in two files, not in one for each set of pages that share a part of it.
        codeSplitting: {
          groups: [
            { name: "stream", test: /web\/data\/(open-live|api-root)\.ts$/, priority: 1 },
            { name: "libraries", test: /node_modules/, tags: ["$initial"] },
            { name: "first", tags: ["$initial"] },
          ],
        },
      },
    },
  },
  worker: { format: "es" },
  server: { host: "127.0.0.1", proxy: { "/api": server } },
});
