import { expect, test } from "vitest";
import { controls, saidNumber, ticketIn } from "../support/goings-on.ts";
import { openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

test("a yes to administrator control is answered with the card that ends it", async () => {
  await using office = await openOffice();
  await controls(office);
  await office.hana.presses("request-control", { level: "elevation", reason: "install the driver" });
  const yes = { phrase: saidNumber(office) };
  const answered = await office.sam.presses("answer-ask", yes, { titled: "Allow" });
  expect(textOf(answered.card)).toContain("Live: administrator control");
  const shown = office.sam.messages().map(({ card }) => textOf(card));
  expect(shown).toContainEqual(expect.stringContaining("Hana Weber may work as administrator"));
  await office.sam.types("stop");
  expect((await ticketIn(office)).session).toBeNull();
});
