import { serveLanes } from "../../packages/cubism-es/worker.ts";

// Tells after each message how long it was at work; to hear that costs the page time, so its steps are measured without.
serveLanes({
  postMessage: (message) => self.postMessage(message),
  addEventListener: (type: "message", listener: (event: { data: unknown }) => void) =>
    self.addEventListener(type, (event) => {
      const fromMs = performance.now();
      listener(event);
      self.postMessage({ workedMs: performance.now() - fromMs });
    }),
});
