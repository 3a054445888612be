import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HELPDESK, type Playground, startPlayground } from "../../src/playground/start-playground.ts";
import { findChromium } from "../support/find-chromium.ts";
import { type ChatWindow, openWindow } from "../support/playground-driver.ts";

const executablePath = findChromium();
const remark = executablePath === null ? " (skipped: no Chromium here; CHROMIUM_PATH names one)" : "";

/** The main job as three people see it, in Microsoft's own chat window. Pictures: `artifacts/playground`. */
describe.skipIf(executablePath === null)(
  `a session in three chat windows${remark}`,
  { timeout: 40_000 },
  () => {
    let folder: string;
    let playground: Playground;
    let browser: Browser;
    let sam: ChatWindow;
    let hana: ChatWindow;
    let mia: ChatWindow;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "beckon-e2e-"));
      playground = await startPlayground({ folder, ports: { bot: 0, graph: 0, windows: [0, 0, 0] } });
      browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
      const open = ({ url }: { url: string }) => openWindow(browser, url);
      const { windows } = playground;
      [sam, hana, mia] = await Promise.all([open(windows.sam), open(windows.hana), open(windows.mia)]);
      await hana.channel(HELPDESK.name);
      await hana.personalChat();
    }, 80_000);

    afterAll(async () => {
      await browser?.close();
      await playground?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    test("Sam says what is wrong, chooses the laptop, and has one ticket card", async () => {
      await sam.screenshot("01-sam-is-welcomed", sam.card("Ask for help"));
      await sam.type("my vpn keeps dropping");
      const form = sam.card("Send request");
      await sam.choose(form, "Which device?", "HAL-SALES-014");
      await sam.fill(
        form,
        "What else should the helper know?",
        "Since this morning, about every ten minutes.",
      );
      await sam.screenshot("02-sam-fills-the-form", form);
      await sam.press(form, "Send request");
      await sam.screenshot("03-sam-has-a-ticket", sam.card("BK-1001", "Withdraw request"));
    });

    test("Hana picks it up in the channel and has a desk card", async () => {
      await hana.channel(HELPDESK.name);
      const ticket = hana.card("BK-1001", "my vpn keeps dropping");
      await hana.screenshot("04-hana-sees-it-in-the-channel", ticket);
      await hana.press(ticket, "Pick up");
      await hana.screenshot("05-hana-picked-it-up", hana.card("BK-1001", "Hana Weber"));
      await hana.personalChat();
      await hana.screenshot("06-hana-has-a-desk", hana.card("BK-1001", "Ask to view"));
      await sam.screenshot("07-sam-sees-who-helps", sam.card("BK-1001", "Hana Weber"));
    });

    test("Sam allows viewing to the one who says the number; both cards are live", async () => {
      const desk = hana.card("BK-1001");
      await hana.press(desk, "Ask to view");
      await hana.fill(desk, "Why do you need to see the screen?", "To watch the VPN client reconnect");
      await hana.screenshot("08-hana-asks-to-view", desk);
      await hana.press(desk, "Send the question");
      const consent = sam.card("To watch the VPN client reconnect", "Allow");
      await hana.screenshot("09-hana-has-a-number-to-say", hana.card("BK-1001", "Say:"));
      await sam.screenshot("10-sam-is-asked", consent);
      await sam.pick(consent, await numberOn(hana));
      await sam.screenshot("11-sam-picks-the-number", consent);
      await sam.press(consent, "Allow");
      await sam.screenshot("12-sam-is-live", sam.card("Stop everything", "Who sees it"));
      await hana.screenshot("13-hana-is-live", hana.card("BK-1001", "Request control"));
    });

    test("control is asked anew, allowed, and taken back by Sam", async () => {
      const desk = hana.card("BK-1001");
      await hana.press(desk, "Request control");
      await hana.fill(desk, "Why do you need mouse and keyboard?", "To restart the VPN service");
      await hana.screenshot("14-hana-requests-control", desk);
      await hana.press(desk, "Send the question");
      const question = sam.card("To restart the VPN service", "Allow");
      await hana.screenshot("15-hana-has-another-number", hana.card("BK-1001", "Say:"));
      await sam.pick(question, await numberOn(hana));
      await sam.screenshot("16-sam-is-asked-for-control", question);
      await sam.press(question, "Allow");
      const control = sam.card("Stop control", "Who sees it");
      await sam.screenshot("17-sam-gave-control", control);
      await hana.screenshot("18-hana-has-control", hana.card("BK-1001", "Step down"));
      await sam.press(control, "Stop control");
      await hana.screenshot("19-hana-is-back-to-viewing", hana.card("BK-1001", "Request control"));
      await sam.screenshot("20-sam-took-control-back", sam.card("Who sees it"));
    });

    test("the typed word stop ends it; Sam has a receipt and answers one question", async () => {
      await sam.type("stop");
      const receipt = sam.card("BK-1001", "Your receipt");
      await sam.screenshot("21-sam-stopped-everything", receipt);
      await sam.pick(receipt, "Yes");
      await sam.choose(receipt, "How was the help?", "5: excellent");
      await sam.press(receipt, "Send answer");
      await receipt.filter({ hasNot: sam.card("Send answer") }).waitFor();
      await sam.screenshot("22-sam-answered", receipt);
    });

    test("Hana closes it; Mia has the summary with what was done", async () => {
      const closing = hana.card("BK-1001", "What was done?");
      await hana.screenshot("23-hana-has-the-closing-form", closing);
      await hana.choose(closing, "How did it turn out?", "Fixed");
      await hana.fill(closing, "What was done?", "Restarted the VPN service and renewed its profile");
      await hana.press(closing, "Resolve");
      const done = "Restarted the VPN service";
      await mia.screenshot("24-mia-has-the-summary", mia.card("BK-1001", "Sam Sharma", "Hana Weber", done));
      await sam.screenshot("25-sam-reads-what-was-done", sam.card("BK-1001", "Your receipt", done));
      await hana.screenshot("26-hana-is-done", hana.card("BK-1001"));
      await hana.channel(HELPDESK.name);
      await hana.screenshot("27-the-channel-knows", hana.card("BK-1001", "Resolved"));
    });

    test("nothing was logged as a failure", async () => {
      const lines = (await readFile(playground.logFile, "utf8")).trim().split("\n");
      expect(lines.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
    });
  },
);

/** The number that Hana says on the phone. */
async function numberOn(hana: ChatWindow): Promise<string> {
  const text = await hana.card("BK-1001", "Say:").textContent();
  return /Say: (\d\d)/.exec(text ?? "")?.[1] ?? expect.fail(`no number on the desk: ${text}`);
}
