import type { SiemFacts } from "./siem-facts.ts";

/** ArcSight's Common Event Format: a header, and pairs whose keys are CEF's own. */
export function cefLine(facts: SiemFacts): string {
  const { type, severity } = facts;
  const header = ["CEF:0", "Beckon", "Beckon", "1", type, titleOf(type), severity];
  const pairs = Object.entries(extensionOf(facts)).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [`${key}=${escapeValue(String(value))}`],
  );
  return `${header.map((part) => escapeHeader(String(part))).join("|")}|${pairs.join(" ")}`;
}

function extensionOf(facts: SiemFacts) {
  const { at, ticket, record, hash, until } = facts;
  const labelled = (key: string, label: string, value: string | number | undefined) =>
    value === undefined ? {} : { [`${key}Label`]: label, [key]: value };
  return {
    rt: at === null ? undefined : Date.parse(at),
    externalId:
      [ticket ?? (record === undefined ? undefined : "act"), record].filter(Boolean).join("/") || undefined,
    ...labelled("cs1", "ticket", ticket),
    ...labelled("cs2", "hash", hash),
    suid: facts.by,
    duid: facts.sharer,
    ...labelled("cs3", "level", facts.level),
    ...labelled("cs4", "command", facts.command),
    ...labelled("cs5", "helper", facts.helper),
    ...labelled("cs6", facts.about === undefined ? "trail" : "about", facts.about ?? facts.trail),
    ...labelled("deviceCustomDate1", "until", until === undefined ? undefined : Date.parse(until)),
    reason: facts.cause,
    deviceExternalId: facts.device,
    ...labelled("cn1", "session", facts.session),
  };
}

/** CEF's own rules: pipes in the header, equal signs in values, backslashes and line ends in both. */
const escapeHeader = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll(/[\r\n]+/g, " ");
const escapeValue = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("=", "\\=").replaceAll("\r", "\\r").replaceAll("\n", "\\n");

/** `ConsentGiven` → `Consent given`, `Act:erase` → `Act: erase`. */
const titleOf = (type: string): string =>
  type.replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(":", ": ");
