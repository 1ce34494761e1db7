import type { Page } from "@playwright/test";

/** Presses one key right after another, as one who types does: a page that has much to do hears both of its prefix in time. */
export async function pressInTurn(page: Page, ...keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)));
}
