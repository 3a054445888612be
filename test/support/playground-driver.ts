import type { Browser, Locator, Page } from "playwright-core";
import type { Album } from "./album.ts";

/** A window of the Playground, used as its person would: by what is written on it. */
export interface ChatWindow {
  personalChat(): Promise<void>;
  /** Opens `IT Helpdesk - Requests` by `Requests`. */
  channel(name: string): Promise<void>;
  /** Writes and sends a message in the personal chat. */
  type(text: string): Promise<void>;
  /** The newest card in the open chat that holds all these words. */
  card(...words: readonly string[]): Locator;
  /** Presses what is named so on the card, also under “More”. */
  press(card: Locator, title: string): Promise<void>;
  fill(card: Locator, label: string, value: string): Promise<void>;
  choose(card: Locator, label: string, option: string): Promise<void>;
  pick(card: Locator, radio: string): Promise<void>;
  /** The newest message that somebody typed or Beckon wrote without a card. */
  message(text: string): Locator;
  /** Keeps a picture of the window with the card in sight. */
  screenshot(name: string, card: Locator): Promise<void>;
  /** Keeps a picture of what is between two messages of the chat, or of one card alone. */
  picture(name: string, first: Locator, last?: Locator): Promise<void>;
}

/** Opens it before anything is posted there: a window shows only messages that arrive while it is open. */
export async function openWindow(browser: Browser, url: string, album: Album): Promise<ChatWindow> {
  const context = await browser.newContext({
    viewport: { width: 1300, height: 1250 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  // The page loads fonts from a content network; tests make no outside request.
  await context.route(
    ({ hostname }) => hostname !== "localhost",
    (route) => route.abort(),
  );
  const page = await context.newPage();
  await page.goto(url, { waitUntil: "domcontentloaded", timeout: 40_000 });
  await page.getByRole("treeitem", { name: "Personal Chat" }).click({ timeout: 40_000 });
  await page.getByRole("button", { name: "Hide log panel" }).click();
  return chatWindow(page, album);
}

function chatWindow(page: Page, album: Album): ChatWindow {
  let inChannel = false;
  const holding = (cards: Locator, words: readonly string[]) =>
    words.reduce((found, hasText) => found.filter({ hasText }), cards);

  return {
    async personalChat() {
      await page.getByRole("treeitem", { name: "Personal Chat" }).click();
      await page.getByRole("button", { name: "Send Message" }).waitFor();
      inChannel = false;
    },
    async channel(name) {
      await page.getByRole("treeitem", { name: new RegExp(`- ${name}$`) }).click();
      await page.getByRole("button", { name: "Post", exact: true }).waitFor();
      inChannel = true;
    },
    async type(text) {
      await page.locator('[data-lexical-editor="true"]').last().click();
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    },
    card(...words) {
      const cards = holding(page.locator(".ac-preview-panel"), words);
      return inChannel ? cards.first() : cards.last();
    },
    async press(card, title) {
      await card.waitFor();
      const button = visible(card.getByRole("button", { name: title, exact: true }));
      const more = visible(card.getByRole("button", { name: "More", exact: true }));
      await button.or(more).first().waitFor();
      if ((await button.count()) === 0) await more.click();
      await button.last().click();
    },
    async fill(card, label, value) {
      await visible(card.getByRole("textbox", { name: label })).fill(value);
    },
    async choose(card, label, option) {
      await visible(card.getByRole("combobox", { name: label })).click();
      await page.getByRole("option", { name: new RegExp(`^${option}`) }).click();
    },
    async pick(card, radio) {
      await visible(card.getByRole("radio", { name: radio })).check();
    },
    message: (text) => page.getByText(text, { exact: true }).last(),
    async picture(name, first, last = first) {
      await first.waitFor();
      await last.scrollIntoViewIfNeeded();
      // The window's own times beside messages do not follow Beckon's clock when that is moved.
      await page.getByText(/^\d{1,2}:\d{2}\s[AP]M$/).evaluateAll((times) => {
        for (const time of times)
          if (time.closest(".ac-preview-panel") === null) time.style.visibility = "hidden";
      });
      const [top, bottom] = [await first.boundingBox(), await last.boundingBox()];
      if (top === null || bottom === null) throw new Error(`nothing to see for ${name}`);
      // From the chat's left edge, so that who wrote is in the picture.
      const x = first === last ? top.x - EDGE : CHAT_LEFT;
      const edge = first === last ? EDGE : 2 * EDGE;
      const y = Math.max(0, top.y - edge);
      const right = Math.max(top.x + top.width, bottom.x + bottom.width) + edge;
      const height = bottom.y + bottom.height + edge - y;
      await album.keep(page, name, { x, y, width: right - x, height });
    },
    async screenshot(name, card) {
      await card.scrollIntoViewIfNeeded();
      await album.keep(page, name);
    },
  };
}

/** Pixels of the chat around what a picture shows, and where its messages begin. */
const EDGE = 6;
const CHAT_LEFT = 338;

/** A card keeps its closed sub-cards, with inputs of the same names, out of sight. */
const visible = (locator: Locator) => locator.filter({ visible: true });
