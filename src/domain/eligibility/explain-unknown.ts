import type { Finding, Owner } from "../ticket/finding.ts";
import { isUndecided, isUnreported } from "./check.ts";
import type { Advice, Audience } from "./remedy.ts";
import { SILENT_SOURCE } from "./to-yes.ts";

const NOTHING_TO_DO = "Nothing for you to do: your helper has been told what is missing.";

/** Names keep their capitals in the middle of a sentence. */
const PRODUCT = /^(Remote Help|Company Portal)\b/;

const SYNC: Readonly<Record<Audience, string>> = {
  sharer: "Open the Company Portal app on the device, choose Sync, and try again in a few minutes.",
  helper: "Ask the person to choose Sync in the Company Portal app, and try again in a few minutes.",
};

/**
 * Why nobody knows. A missing permission of Beckon's own is no matter for the sharer; the helper can pass its name on.
 *
 * @returns null when the condition's own words say it best: a list that does not name an app.
 */
export function explainUnknown(
  { check, outcome, seen, owner }: Finding,
  title: string,
  reader: Audience,
): (Advice & { readonly owner: Owner | "reader" }) | null {
  if (isUnreported(seen)) return null;
  const what = PRODUCT.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
  const failed =
    check === SILENT_SOURCE
      ? "Beckon could not read this from Microsoft Graph"
      : `Beckon could not check this: ${what}`;
  const sentence = reader === "sharer" ? `${failed}.` : `${failed} ({seen}).`;
  if (isUndecided(seen)) {
    if (check.startsWith("device-")) return { sentence, remedy: SYNC[reader], owner: "sharer" };
    const remedy = reader === "sharer" ? NOTHING_TO_DO : "Ask an administrator to look at it in the portal.";
    return { sentence, remedy, owner: check.startsWith("tenant-") ? "intune-admin" : "identity-admin" };
  }
  if (owner === "identity-admin") {
    const remedy =
      reader === "sharer"
        ? NOTHING_TO_DO
        : "Ask an identity administrator to grant Beckon this permission in Entra.";
    return { sentence, remedy, owner };
  }
  const remedy =
    outcome === "warning"
      ? "Go on with care, or try again in a minute."
      : "Try again in a minute; until then nothing is allowed.";
  return { sentence, remedy, owner: "reader" };
}
