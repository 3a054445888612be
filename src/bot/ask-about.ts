import { randomUUID } from "node:crypto";
import type { CardContent } from "../cards/catalog.ts";
import { MOST_SUBJECT } from "../cards/request-form.ts";
import { wordsFor } from "../cards/text/words.ts";
import type { PersonFacts } from "../domain/eligibility/facts.ts";
import { type PersonId, personId } from "../domain/ticket/ids.ts";
import { personal } from "../domain/ticket/person.ts";
import { readerOf } from "../ports/address-book.ts";
import { DirectoryUnavailable, PersonUnknown } from "../ports/directory.ts";
import { MessageFault } from "../ports/messenger.ts";
import type { BotDeps, Caller } from "./action.ts";
import { mayOpenForOthers } from "./on-behalf.ts";
import { formWith, split } from "./request-form.ts";

/** What somebody wants help with: a message of any chat, as Teams hands it over. Its words prove nothing about its author. */
export interface AboutMessage {
  readonly text: string;
  /** An address of Teams; null when there is none that may be shown. */
  readonly link: string | null;
  /** Null when it was written by an app, or by nobody that Teams names. */
  readonly author: { readonly id: PersonId; readonly name: string } | null;
}

/** More of a message is left out of what is quoted of it. */
export const MOST_QUOTED = 1_000;

/**
 * The form that a message opens. A helper gets a proposal to its author, who alone opens it; everybody else a request of their own, with
 * what the message says.
 */
export async function formAbout(about: AboutMessage, caller: Caller, deps: BotDeps): Promise<CardContent> {
  const { author } = about;
  if (author !== null && author.id !== caller.id && (await isProposable(author.id, caller, deps))) {
    return proposal({ ...about, author }, caller);
  }
  const form = randomUUID();
  return formWith({ form, ...filledFrom(about, caller) }, caller, deps);
}

/** A colleague in the directory, whom a helper may suggest help to. */
async function isProposable(author: PersonId, caller: Caller, deps: BotDeps): Promise<boolean> {
  if (!(await mayOpenForOthers(caller, deps))) return false;
  try {
    await deps.directory.staff(author);
    return true;
  } catch (fault) {
    if (fault instanceof DirectoryUnavailable) return false;
    throw fault;
  }
}

function proposal(
  { text, link, author }: AboutMessage & { author: { id: PersonId; name: string } },
  caller: Caller,
) {
  const words = wordsFor(caller);
  const quoted = text.slice(0, MOST_QUOTED).toWellFormed();
  return {
    card: "propose-help",
    data: {
      form: randomUUID(),
      person: author.id as string,
      name: author.name,
      quote: words.quoted(personal(author.id, quoted)),
      message: quoted,
      link: link ?? "",
    },
  } as const satisfies CardContent;
}

/** The caller's own message fills the form; a message of another author is quoted in its details. */
function filledFrom({ text, link, author }: AboutMessage, caller: Caller) {
  const own = split(text);
  if (author === null || author.id === caller.id) return { ...own, details: withLink(own.details, link) };
  const { say, quoted, text: shown } = wordsFor(caller);
  const cut = personal(author.id, text.slice(0, MOST_QUOTED));
  const quote = say("dialog.they-wrote", {
    name: shown(personal(author.id, author.name)),
    text: quoted(cut),
  });
  return { subject: own.subject.slice(0, MOST_SUBJECT), details: withLink(quote, link) };
}

const withLink = (details: string, link: string | null): string =>
  [details, link ?? ""].filter(Boolean).join("\n");

export interface Proposed {
  readonly form: string;
  readonly person: PersonId;
  readonly message: string;
  readonly link: string | null;
}

/**
 * Sends the author the form with their own words in it. Nothing is opened until they send it, and what they do not send is
 * nowhere. Each proposal is sent once, also when it is pressed or delivered twice.
 * @returns what the helper is told.
 */
export async function propose(
  { form, person, message, link }: Proposed,
  caller: Caller,
  deps: BotDeps,
): Promise<string> {
  const { say, text } = wordsFor(caller);
  const profile = await profileOf(person, deps);
  if (profile === null) return say("dialog.unknown-author");
  const name = text(personal(person, profile.displayName));
  const claim = { report: "proposal", recipient: person, period: form };
  if (!(await deps.store.claimReport(claim, deps.clock.now()))) return say("dialog.proposed", { name });
  if (!(await hasRoom(person, caller, deps))) return say("dialog.enough", { name });
  try {
    const contact = await deps.addresses.contact(person);
    const reader = { id: person, name: profile.displayName, ...readerOf(contact, deps.channelReader) };
    const own = split(message);
    const helper = caller.name;
    const card = await formWith({ form, ...own, details: withLink(own.details, link), helper }, reader, deps);
    const address = await deps.reach({ kind: "person", person });
    const isSent = address !== null && (await deps.send(person, card));
    if (!isSent) await deps.store.releaseReport(claim);
    deps.log.info("proposal.sent", { caller: caller.id, person, sent: isSent });
    return say(isSent ? "dialog.proposed" : "dialog.not-reached", { name });
  } catch (fault) {
    // What may have arrived is not sent again.
    const mayHaveArrived = fault instanceof MessageFault && fault.kind === "unknown";
    if (!mayHaveArrived) await deps.store.releaseReport(claim);
    if (fault instanceof MessageFault) return say("dialog.not-reached", { name });
    throw fault;
  }
}

/** So often a day a helper suggests help to one person: more would wear them down. */
const MOST_PROPOSED = 3;

/** Takes one of the places of today; a suggestion that could not be delivered has used one, too. */
async function hasRoom(person: PersonId, caller: Caller, { store, clock }: BotDeps): Promise<boolean> {
  const day = new Date(clock.now()).toISOString().slice(0, "2026-12-01".length);
  for (let place = 1; place <= MOST_PROPOSED; place++) {
    const claim = { report: "proposal-place", recipient: person, period: `${caller.id} ${day} ${place}` };
    if (await store.claimReport(claim, clock.now())) return true;
  }
  return false;
}

/** Null for somebody whom the directory does not know. @throws {DirectoryUnavailable} */
async function profileOf(person: PersonId, { directory }: BotDeps): Promise<PersonFacts | null> {
  try {
    return (await directory.staff(person)).person;
  } catch (fault) {
    if (fault instanceof PersonUnknown) return null;
    throw fault;
  }
}

/** Ids of Entra in any case. */
export const authorId = (id: string): PersonId => personId(id.toLowerCase());
