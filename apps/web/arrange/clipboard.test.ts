import { afterEach, describe, expect, it, vi } from "vitest";
import { copiedText } from "./clipboard.ts";

/** A browser whose clipboard may be read or not, and what was copied in it. */
function browser(given: { state?: string; clipboard?: string; own?: string }) {
  const { state, clipboard, own } = given;
  const refuse = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  vi.stubGlobal("navigator", {
    permissions: { query: () => (state === undefined ? refuse() : Promise.resolve({ state })) },
    clipboard: { readText: () => (clipboard === undefined ? refuse() : Promise.resolve(clipboard)) },
  });
  vi.stubGlobal("localStorage", { getItem: () => own ?? null });
}

describe("what a button pastes", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("is on the clipboard where that may be read, though something else was copied here before", async () => {
    browser({ state: "granted", clipboard: "newer", own: "older" });
    expect(await copiedText()).toBe("newer");
  });

  it.each([
    [{ state: "prompt", clipboard: "newer", own: "older" }, "older"],
    [{ clipboard: "newer", own: "older" }, "older"],
    [{ state: "granted", clipboard: "", own: "older" }, "older"],
    [{ state: "granted", own: "older" }, "older"],
    [{ state: "prompt", clipboard: "newer" }, "newer"],
    [{}, ""],
  ])(
    "is otherwise what was copied here, or what the browser gives when it is asked: %o",
    async (given, text) => {
      browser(given);
      expect(await copiedText()).toBe(text);
    },
  );
});
