import { z } from "zod";
import { guid, listOf, type Question, select } from "./question.ts";

/** When what an app registration signs in with ends. */
export interface CredentialEnds {
  readonly secrets: readonly SecretEnd[];
  readonly certificates: readonly SecretEnd[];
}

interface SecretEnd {
  /** The first three characters of the secret, as Entra shows them; null for a certificate. */
  readonly hint: string | null;
  /** Epoch ms. */
  readonly endsAt: number;
}

const Credential = z.object({ hint: z.string().nullish(), endDateTime: z.iso.datetime({ offset: true }) });
const credentials = z.array(z.unknown());

const endsIn = (rows: readonly unknown[] | null): readonly SecretEnd[] =>
  (rows ?? []).flatMap((row) => {
    const { data } = Credential.safeParse(row);
    return data === undefined ? [] : [{ hint: data.hint ?? null, endsAt: Date.parse(data.endDateTime) }];
  });

/**
 * Null when there is no app registration with that id, as for a managed identity.
 * Source: learn.microsoft.com/graph/api/application-list, resources/passwordcredential
 */
export const credentialEnds = (appId: string): Question<CredentialEnds | null> => ({
  url: `/applications?$filter=${encodeURIComponent(`appId eq '${appId.replaceAll("'", "''")}'`)}&${select("id", "appId", "passwordCredentials", "keyCredentials")}`,
  permission: "Application.Read.All",
  absent: null,
  read: (body, oddities) =>
    listOf(
      { id: guid, appId: guid, passwordCredentials: credentials, keyCredentials: credentials },
      (row): CredentialEnds => ({
        secrets: endsIn(row.passwordCredentials),
        certificates: endsIn(row.keyCredentials),
      }),
    )(body, oddities)[0] ?? null,
});

/**
 * The end of the one in use. A secret is told apart by its first characters; of several that fit, and of certificates,
 * which are told apart by nothing, the last one counts: rotating leaves the old one behind.
 * @returns null when there is none.
 */
export function endInUse(ends: CredentialEnds, secret: string | null): number | null {
  const fitting = ends.secrets.filter(({ hint }) => hint !== null && secret?.startsWith(hint) === true);
  const candidates = secret === null ? ends.certificates : fitting.length > 0 ? fitting : ends.secrets;
  return candidates.length === 0 ? null : Math.max(...candidates.map(({ endsAt }) => endsAt));
}
