import { describe, expect, it } from "vitest";
import { commands, reachedAt } from "./commands.ts";

describe("commands that send the first of something", () => {
  it("go to where the listener is; one that hears every address is at the page's", () => {
    expect(reachedAt("udp and tcp 127.0.0.1:8671", "wall.example", 8125)).toEqual({
      host: "127.0.0.1",
      port: 8671,
    });
    expect(reachedAt("udp 0.0.0.0:8125", "wall.example", 8125)).toEqual({ host: "wall.example", port: 8125 });
    expect(reachedAt("udp [::]:9125", "wall.example", 8125)).toEqual({ host: "wall.example", port: 9125 });
    expect(reachedAt("", "wall.example", 8125)).toEqual({ host: "wall.example", port: 8125 });
  });

  it("name the address that was opened", () => {
    expect(commands.demo("http://127.0.0.1:4400")).toBe("npm run demo");
    expect(commands.demo("http://wall.example:81")).toBe("npm run demo -- --url http://wall.example:81");
    expect(commands.remoteWrite("http://wall.example")).toContain("url: http://wall.example/api/v1/write");
    expect(commands.bash({ host: "h", port: 1 })).toBe("echo 'hits:1|c' > /dev/udp/h/1");
  });
});
