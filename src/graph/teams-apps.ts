import { z } from "zod";
import type { PersonId } from "../domain/ticket/ids.ts";
import { path, type Question } from "./question.ts";

const WRITE = "TeamsAppInstallation.ReadWriteSelfForUser.All";

/** A quote inside an OData text is doubled. */
const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const filter = (clause: string) => `$filter=${encodeURIComponent(clause)}`;

/**
 * Beckon in the organisation's catalogue, by the id in its manifest.
 * Source: learn.microsoft.com/graph/api/appcatalogs-list-teamsapps
 */
export const inCatalogue = (manifestId: string): Question => ({
  url: `/appCatalogs/teamsApps?${filter(`externalId eq ${text(manifestId)}`)}`,
  permission: "AppCatalog.Read.All",
});

/** Answers 201, and 409 when it is installed. Source: learn.microsoft.com/graph/api/userteamwork-post-installedapps */
export const installFor = (person: PersonId, app: string, graphUrl: string): Question => ({
  url: path`/users/${person}/teamwork/installedApps`,
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: { "teamsApp@odata.bind": `${graphUrl}/v1.0${path`/appCatalogs/teamsApps/${app}`}` },
  permission: WRITE,
});

/** Source: learn.microsoft.com/graph/api/userteamwork-list-installedapps */
export const installationOf = (person: PersonId, app: string): Question => ({
  url: `${path`/users/${person}/teamwork/installedApps`}?$expand=teamsApp&${filter(`teamsApp/id eq ${text(app)}`)}`,
  permission: WRITE,
});

/** Source: learn.microsoft.com/graph/api/userscopeteamsappinstallation-get-chat */
export const chatOf = (person: PersonId, installation: string): Question => ({
  url: path`/users/${person}/teamwork/installedApps/${installation}/chat`,
  permission: WRITE,
});

const WithId = z.object({ id: z.string() });

/** The first id in a list; null when it is empty. */
export const FirstId = z
  .object({ value: z.array(WithId) })
  .transform(({ value }): string | null => value[0]?.id ?? null);

export const Id = WithId.transform(({ id }) => id);
