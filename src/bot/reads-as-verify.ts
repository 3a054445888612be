import { clausesOf, foldWords, tokensOf } from "./normalise-words.ts";

/**
 * - `verify`: the person asks who contacts them, or tells that somebody did, and says nothing else.
 * - `offer`: words of that kind are in it, and it may be about something else: it is answered as ever, and says what to type.
 * - `neither`: nothing in it asks that.
 */
type VerifyReading = "verify" | "offer" | "neither";

/** Per language: en, de, fr, es, pt, it, nl. As the whole message or clause, fillers aside. */
const ASKS = [
  "verify, verify helper, verify my helper, verify this, verify this person, verify them, verify who this is, verify a call, verify this call",
  "who is this, who's this, whos this, who is that, who's that, who is it, who is this person, who is calling, who is calling me, who called me, who is writing to me, who wrote to me, who contacted me",
  "is this legit, is it legit, is that legit, legit, is this legitimate, is this real, is this person real, is this call real, is this message real, is this genuine, is this person genuine, is this safe, is this fake, is this a scam, is it a scam, is this scam, scam, is this phishing, phishing, is this fraud, fraud, is this a trick, can i trust this, can i trust this person, can i trust them, can i trust him, can i trust her",
  "who is helping me, who's helping me, whos helping me, who is my helper, who's my helper, is this my helper, is that my helper, is this person my helper, is he my helper, is she my helper, are they my helper, is that you, somebody pretends to be it, someone pretends to be it, somebody is pretending to be it, someone is pretending to be it",
  "report this, report this person, report a scam, report scam, report phishing, report fraud, report impersonation, report a helper, report helper, report a fake helper, report suspicious call, report a suspicious call, suspicious call, suspicious message",
  "verifizieren, wer hilft mir, prufen wer das ist, wer ist das, ist der echt, ist die echt, ist das sicher, ist das vertrauenswurdig, ist das ein scam, wer kontaktiert mich, wer hat mich kontaktiert, wer hat mir geschrieben, jemand vom helpdesk hat mich angerufen, jemand vom helpdesk ruft mich an, jemand von microsoft hat mich angerufen, microsoft hat mich angerufen, die it hat mich angerufen, jemand will mein passwort, jemand will mein kennwort, wer ist dran, wer ruft mich an, wer hat mich angerufen, wer schreibt mir, ist das echt, ist das seros, ist das serios, ist das betrug, betrug, ist das fake, ist das ein betruger, ist das mein helfer, ist das meine helferin, ist das die it, ist das von der it, ist das der helpdesk, kann ich dem vertrauen, jemand von der it hat mich angerufen, jemand von der it ruft mich an, jemand gibt sich als it aus, betrug melden, anruf melden",
  "verifier, c'est qui, qui est-ce, qui c'est, c'est vrai, est-ce une arnaque, c'est une arnaque, arnaque, est-ce l informatique, est-ce le support, quelqu'un de l informatique m'a appele, signaler une arnaque",
  "verificar, quien es, quien es este, quien me llama, es una estafa, estafa, es real, es de soporte, alguien de soporte me llamo, denunciar estafa",
  "verificar, quem e, quem e este, e um golpe, isto e um golpe, golpe, isto e real, alguem do suporte ligou-me, alguem da ti me ligou",
  "verifica, verificare, chi e, chi e questo, chi mi chiama, e una truffa, truffa, segnala truffa, qualcuno del supporto mi ha chiamato",
  "verifieren, wie is dit, wie is dat, wie belt mij, is dit echt, is dit oplichting, oplichting, iemand van it belde mij, oplichting melden",
].join(", ");

const FILLERS: ReadonlySet<string> = new Set(
  "hi hello hey please pls really actually just now right quick question sorry beckon help um ok okay so and but today here hallo bitte wirklich gerade jetzt mal bonjour hola ola ciao por favor porfavor per favore alsjeblieft".split(
    " ",
  ),
);

const OFFICE =
  "(?:(?:the |our |your |company )?(?:it|helpdesk|help desk|help-desk|service desk|servicedesk|it support|it department|it desk|it team|it helpdesk|it help desk|it service desk|tech support|technical support|support|support team|microsoft|microsoft support|windows support))";
const SOMEBODY =
  "(?:someone|somebody|some (?:man|woman|guy|person|stranger)|an? (?:man|woman|guy|person|stranger|caller|unknown person|unknown number)|this (?:man|woman|guy|person|caller)|the caller|he|she|they)";
const CALLED =
  "(?:has |have |had |is |was |keeps |)(?:called|calling|calls|rang|ringing|rings|phoned|phoning|wrote to|writing to|writes to|wrote|texted|texting|messaged|messaging|messages|contacted|contacting|contacts|emailed|emailing|mailed|approached)";
const CLAIMS =
  "(?:is |was |keeps )?(?:says|said|saying|claims|claimed|claiming|pretends|pretended|pretending)(?: (?:that )?(?:he|she|they|he's|she's|they're)(?: is| are| was| were|'s|'re)?| to be| being)?";

/** Whole clauses; they name the helpdesk, so that "he called me" alone is none. */
const TELLS: readonly string[] = [
  `${SOMEBODY} (?:from|of|at|with) ${OFFICE} ${CALLED} me`,
  `${SOMEBODY} ${CALLED} me (?:from|as) ${OFFICE}`,
  `${SOMEBODY} ${CALLED} me (?:and |who )?${CLAIMS} (?:from |with |of |at )?${OFFICE}`,
  `${SOMEBODY} (?:who )?${CLAIMS} (?:from |with |of |at )?${OFFICE}(?: ${CALLED} me)?`,
  `${OFFICE} ${CALLED} me(?! back)`,
  `(?:did|is|has|was) (?:someone|somebody|anyone|anybody) (?:from|of|at) ${OFFICE} (?:call|called|calling|contact|contacted|contacting|write to|writing to|message|messaging) me`,
  `did ${OFFICE} (?:call|contact|write to|message|text) me`,
  `(?:is|are|was) (?:this|that|it|he|she|they|this person|that person|this call|this message|this chat|the caller|this caller) (?:from |with |of |at |a member of )?${OFFICE}`,
  `i (?:got|have|had|received) a (?:call|message|mail|email|chat) from (?:someone|somebody) (?:from|of|at|who ${CLAIMS}) ?(?:from )?${OFFICE}`,
  `${SOMEBODY} (?:wants|wanted|asks|asked|tells|told)(?: me)?(?: for| to)?(?: [a-z]+){0,3} (?:password|passcode|quick assist|quickassist|anydesk|teamviewer)`,
];
const TELLS_ALONE = new RegExp(`^(?:${TELLS.join("|")})$`);
const TELLS_FIRST = new RegExp(`^(?:${TELLS.join("|")})\\b`);

/** Somebody may describe a problem with these words. */
const HINTS =
  /\b(?:scam|scammer|phishing|legit|impersonat\w+|fraud|fraudster|hacker|quick assist|quickassist|anydesk|teamviewer|betrug|betruger|arnaque|estafa|truffa|oplichting)\b/;

const PHRASES: ReadonlySet<string> = new Set(ASKS.split(",").map((phrase) => tokensOf(phrase).join(" ")));
/** `verify Hana Weber`: the name does not change the answer. "Verify Outlook settings" names nobody. */
const NAMED =
  /^\s*(?:verify|verifizieren)\s+@?\p{Lu}[\p{Ll}\p{M}'’-]+(?: \p{Lu}[\p{L}\p{M}'’-]*){0,3}[\s.?!]*$/u;
const NAMED_BY_MENTION =
  /^\s*(?:verify|verifizieren)\s+@?[\p{L}\p{M}'’-]+(?: [\p{L}\p{M}'’-]+){0,3}[\s.?!]*$/iu;
const MOST_TEXT = 300;

/** Pure. @param hasMention somebody besides Beckon was mentioned */
export function readsAsVerify(text: string, hasMention = false): VerifyReading {
  const [first = "", ...rest] = text.trim().split(/(?<=^\S+)\s/);
  if (NAMED.test([first.toLowerCase(), ...rest].join(" "))) return "verify";
  if (hasMention && NAMED_BY_MENTION.test(text)) return "verify";
  const clauses = clausesOf(text.slice(0, 4 * MOST_TEXT))
    .map((clause) =>
      tokensOf(clause)
        .filter((token) => !FILLERS.has(token))
        .join(" "),
    )
    .filter(Boolean);
  const asks = (clause: string) => PHRASES.has(clause) || TELLS_ALONE.test(clause);
  if (clauses.length > 0 && clauses.every(asks) && text.length <= MOST_TEXT) return "verify";
  const isNear = clauses.some((clause) => asks(clause) || TELLS_FIRST.test(clause));
  return isNear || HINTS.test(foldWords(text.slice(0, 4 * MOST_TEXT))) ? "offer" : "neither";
}
