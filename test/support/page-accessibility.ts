import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

const CONTROLS =
  /^(button|switch|checkbox|radio|combobox|textbox|searchbox|spinbutton|slider|link|menuitem)$/;

/**
 * What keeps people from using a page: controls and pictures without a name in Chromium's accessibility tree, headings
 * and landmarks out of order, ids twice, scrolling that keys cannot reach, and text with less contrast than WCAG's AA.
 */
export async function troublesOf(page: Page): Promise<readonly string[]> {
  const checks = await readFile(new URL("page-checks.js", import.meta.url), "utf8");
  return [...(await nameless(page)), ...(await page.evaluate<string[]>(checks))];
}

async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter(({ ignored, role }) => !ignored && (CONTROLS.test(role?.value) || role?.value === "image"))
    .filter(({ name }) => !/\S/.test(name?.value ?? ""))
    .map(({ role, nodeId }) => `${role?.value} ${nodeId} has no name`);
}
