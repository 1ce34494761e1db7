import type { Locator } from "@playwright/test";

/**
 * What is drawn where a lane stands, as a data URL: its rectangle cut out of the canvases that lie there, as they were
 * painted, without any text. Lanes of a stack share canvases that are no part of their rows. "" where nothing is drawn.
 */
export function lanePixels(lane: Locator): Promise<string> {
  return lane.evaluate((row) => {
    const place = row.getBoundingClientRect();
    let sheet: HTMLCanvasElement | undefined;
    for (const canvas of document.querySelectorAll("canvas")) {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const isThere =
        // Captions are not.
        getComputedStyle(canvas).imageRendering === "pixelated" &&
        // One pixel is what a worker leaves of what it let go of.
        canvas.width > 1 &&
        canvas.height > 1 &&
        // Neighbours may touch.
        Math.min(top + height, place.bottom) - Math.max(top, place.top) > 1 &&
        Math.min(left + width, place.right) - Math.max(left, place.left) > 1;
      if (!isThere) continue;
      // Rows of pixels may be closer together than CSS pixels are, columns farther apart.
      const rows = canvas.height / height;
      const from = Math.round((place.top - top) * rows);
      const to = Math.round((place.bottom - top) * rows);
      sheet ??= Object.assign(document.createElement("canvas"), {
        width: canvas.width,
        height: to - from,
      });
      sheet.getContext("2d")!.drawImage(canvas, 0, -from);
    }
    if (sheet === undefined) return "";
    const { data } = sheet.getContext("2d")!.getImageData(0, 0, sheet.width, sheet.height);
    return data.some((part) => part !== 0) ? sheet.toDataURL() : "";
  });
}
