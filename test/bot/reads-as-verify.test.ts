import { describe, expect, test } from "vitest";
import { readsAsVerify } from "../../src/bot/reads-as-verify.ts";

describe("who asks whether a helper is real", () => {
  test.each([
    "verify",
    "Verify!",
    "please verify",
    "verify my helper",
    "who is helping me?",
    "Who's my helper?",
    "verify Hana",
    "Verify Hana Weber?",
    "verify @Hana Weber",
    "who is this",
    "Who's this?",
    "who is this really??",
    "is this legit",
    "Is this legit? Please help",
    "is this really IT",
    "is this really the helpdesk?",
    "is he from IT",
    "are they really from the service desk?",
    "someone called me from IT",
    "Somebody from IT called me just now",
    "a man from Microsoft support is calling me",
    "Microsoft called me",
    "did IT call me?",
    "did someone from the helpdesk contact me",
    "someone is pretending to be from IT",
    "he says he is from the helpdesk",
    "somebody wants my password",
    "they asked me to install anydesk",
    "hi, someone from IT is messaging me. is this legit?",
    "is this a scam",
    "report a scam",
    "wer ist das?",
    "verifizieren Hana Weber",
    "Ist das wirklich die IT?",
    "c'est qui ?",
    "¿quién es?",
  ])("%j", (text) => {
    expect(readsAsVerify(text)).toBe("verify");
  });

  test.each([
    "my vpn keeps dropping",
    "verify my email address does not work",
    "I cannot verify my account",
    "Verify Outlook settings",
    "verify MFA",
    "verify my Windows licence",
    "verify code never arrives",
    "who is the owner of the shared mailbox",
    "is this the right printer driver",
    "is it possible to get a new laptop",
    "is it down?",
    "it called me back",
    "he called me",
    "someone from IT must come and fix the printer",
    "the helpdesk asked me for a screenshot",
    "IT says my laptop is not compliant",
    "who can reset my password",
    "teams calls drop when somebody calls me",
    "this is not the IT helpdesk, is it",
    "stop",
    "",
    "🙏",
  ])("nothing of it: %j", (text) => {
    expect(readsAsVerify(text)).toBe("neither");
  });

  test.each([
    "someone from IT called me yesterday about my printer and it still does not work",
    "outlook moves everything to the phishing folder",
    "teamviewer does not start any more",
    "someone called me from IT, and now my laptop shows a blue screen",
  ])("a problem with such words is a problem, with an offer: %j", (text) => {
    expect(readsAsVerify(text)).not.toBe("verify");
  });

  test("offers where somebody may have been called", () => {
    expect(readsAsVerify("someone called me from IT, and now my laptop shows a blue screen")).toBe("offer");
    expect(readsAsVerify("teamviewer does not start any more")).toBe("offer");
  });

  test("takes a mention for a name, and looks at no endless text twice", () => {
    expect(readsAsVerify("verify hana", true)).toBe("verify");
    expect(readsAsVerify("verify hana")).toBe("neither");
    expect(readsAsVerify("is this legit? ".repeat(10_000))).toBe("offer");
  });
});
