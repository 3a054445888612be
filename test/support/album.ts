import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

export interface Album {
  /** Keeps what the page shows, numbered in the order of the story. */
  keep(page: Page, name: string): Promise<void>;
}

/** A new album in `artifacts/FOLDER`; the pictures of the last run are gone. */
export async function openAlbum(folder: string): Promise<Album> {
  const place = fileURLToPath(new URL(`../../artifacts/${folder}/`, import.meta.url));
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  let pictures = 0;
  return {
    async keep(page, name) {
      pictures += 1;
      const number = String(pictures).padStart(2, "0");
      await page.screenshot({ path: `${place}${number}-${name.replaceAll(" ", "-")}.png` });
    },
  };
}
