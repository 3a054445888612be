import { z } from "zod";
import { sayFact } from "../cards/text/facts.ts";
import { ENGLISH } from "../cards/text/words.ts";
import { isGuid, type PersonId } from "../domain/ticket/ids.ts";
import type { Installation, Installer } from "../ports/installer.ts";
import { UNANSWERED } from "./batch.ts";
import type { GraphConnection } from "./connection.ts";
import { JSON_BODY, listOf, Oddities, one, path, type Question, type Reply } from "./question.ts";

interface InstallerOptions {
  readonly graph: GraphConnection;
  /** The id in Beckon's app manifest. */
  readonly manifestId: string;
}

const WRITE = "TeamsAppInstallation.ReadWriteSelfForUser.All";

/** A quote inside an OData text is doubled. */
const filter = (field: string, value: string) =>
  `$filter=${encodeURIComponent(`${field} eq '${value.replaceAll("'", "''")}'`)}`;

/** Ids of Teams are no GUIDs and taken as they are. */
const opaque = z.string().min(1);
const firstId: Question<string | null>["read"] = (body, oddities) =>
  listOf({ id: opaque }, ({ id }) => id)(body, oddities)[0] ?? null;

/**
 * Beckon in the organisation's catalogue, by the id in its manifest.
 * Source: learn.microsoft.com/graph/api/appcatalogs-list-teamsapps
 */
export const inCatalogue = (manifestId: string): Question<string | null> => ({
  url: `/appCatalogs/teamsApps?${filter("externalId", manifestId)}`,
  permission: "AppCatalog.Read.All",
  read: firstId,
});

/** Answers 201, and 409 when it is installed. Source: learn.microsoft.com/graph/api/userteamwork-post-installedapps */
const installFor = (person: PersonId, app: string, graphUrl: string): Question<null> => ({
  url: path`/users/${person}/teamwork/installedApps`,
  method: "POST",
  headers: JSON_BODY,
  body: { "teamsApp@odata.bind": `${graphUrl}/v1.0${path`/appCatalogs/teamsApps/${app}`}` },
  permission: WRITE,
  read: () => null,
});

/** Source: learn.microsoft.com/graph/api/userteamwork-list-installedapps */
export const installationOf = (person: PersonId, app: string): Question<string | null> => ({
  url: `${path`/users/${person}/teamwork/installedApps`}?$expand=teamsApp&${filter("teamsApp/id", app)}`,
  permission: WRITE,
  read: firstId,
});

/** Source: learn.microsoft.com/graph/api/userscopeteamsappinstallation-get-chat */
const chatOf = (person: PersonId, installation: string): Question<string> => ({
  url: path`/users/${person}/teamwork/installedApps/${installation}/chat`,
  permission: WRITE,
  read: one({ id: opaque }, ({ id }) => id),
});

/** An app that is uploaded again gets another id in the catalogue. */
const CATALOGUE_KEPT = 60 * 60_000;
const DEADLINE_MS = 5_000;
/** When Graph does not say how long it is busy. */
const BUSY_WAIT = 30_000;

const REFUSED: Installation = { kind: "refused" };

/**
 * Installs Beckon through Graph for a person it has to write to first. Tries once: the caller comes back.
 * Source: learn.microsoft.com/microsoftteams/platform/graph-api/proactive-bots-and-messages/graph-proactive-bots-and-messages
 */
export function createGraphInstaller({ graph, manifestId }: InstallerOptions): Installer {
  const { ask, send, clock, log, baseUrl } = graph;
  let catalogue: { readonly id: string; readonly readAt: number } | null = null;

  const round = () => {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    return { call: "install", version: "v1.0", signal, retryPolicy: "interactive" } as const;
  };

  async function appId(): Promise<string | Reply> {
    if (catalogue !== null && clock.now() < catalogue.readAt + CATALOGUE_KEPT) return catalogue.id;
    const question = inCatalogue(manifestId);
    const { found = UNANSWERED } = await send(round(), { found: question });
    if (found.status !== 200) return found;
    const id = question.read(found.body, new Oddities());
    if (id === null) {
      log.warn("install.not-in-catalogue", {});
      return found;
    }
    catalogue = { id, readAt: clock.now() };
    return id;
  }

  /** Null when Graph does not return it: Teams, too, opens the chat once Beckon is installed. */
  async function chat(person: PersonId, app: string): Promise<string | null> {
    const { installation } = await ask(round(), { installation: installationOf(person, app) });
    if (!("seen" in installation) || installation.seen === null) return null;
    const { found } = await ask(round(), { found: chatOf(person, installation.seen) });
    return "seen" in found ? found.seen : null;
  }

  /** A 403 that is no missing permission has its own owner: the Teams administrators. */
  function tellRefusal({ status, failure }: Reply): void {
    if (failure === undefined || failure.missingPermission !== undefined) return;
    log.warn("install.refused", { status, reason: sayFact(failure.why, ENGLISH) });
    if (status !== 403) return;
    graph.problem({
      matter: "install",
      heading: ({ say }) => say("problem.install"),
      text: (words) => words.say("problem.install.text", { why: sayFact(failure.why, words) }),
    });
  }

  return {
    async install(person) {
      if (!isGuid(person)) return REFUSED;
      const app = await appId();
      if (typeof app !== "string") return failed(app);
      const { installed = UNANSWERED } = await send(round(), { installed: installFor(person, app, baseUrl) });
      if (!succeeded(installed)) {
        catalogue = null;
        tellRefusal(installed);
        return failed(installed);
      }
      log.info("install.done", { person });
      return { kind: "installed", chat: await chat(person, app) };
    },
  };
}

/** 409: Beckon is installed already, or Teams has not recorded its removal yet. */
const succeeded = ({ status }: Reply): boolean => [200, 201, 204, 409].includes(status ?? 0);

/** No answer is worth another try; a refusal is not. */
function failed({ status, busy, failure }: Reply): Installation {
  if (busy !== undefined) return { kind: "busy", retryAfter: busy.afterMs ?? BUSY_WAIT };
  const isSilence = status === null && failure?.missingPermission === undefined;
  return isSilence ? { kind: "busy", retryAfter: BUSY_WAIT } : REFUSED;
}
