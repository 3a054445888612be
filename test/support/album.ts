import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

export interface Album {
  /** Keeps what the page shows, or a part of it. */
  keep(page: Page, name: string, clip?: Clip): Promise<void>;
}

type Clip = NonNullable<NonNullable<Parameters<Page["screenshot"]>[0]>["clip"]>;

/**
 * A new album in a folder of the checkout; the pictures of the last run are gone.
 * @param isNumbered in the order of the story
 */
export async function openAlbum(folder: string, isNumbered = true): Promise<Album> {
  const place = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  let pictures = 0;
  return {
    async keep(page, name, clip) {
      pictures += 1;
      const number = isNumbered ? `${String(pictures).padStart(2, "0")}-` : "";
      const path = `${place}${number}${name.replaceAll(" ", "-")}.png`;
      await page.screenshot(clip === undefined ? { path } : { path, clip });
    },
  };
}
