import type { TokenCredential } from "@azure/identity";
import { isGuid } from "../domain/ticket/guid.ts";
import type { Clock } from "../ports/clock.ts";
import type { Installation, Installer } from "../ports/installer.ts";
import type { Log } from "../telemetry/log.ts";
import { createBatch } from "./batch.ts";
import { createGraphClient } from "./graph-client.ts";
import { type Permission, warnOnce } from "./permissions.ts";
import type { Question, Reply } from "./question.ts";
import { read } from "./reading.ts";
import { chatOf, FirstId, Id, inCatalogue, installationOf, installFor } from "./teams-apps.ts";

export interface InstallerOptions {
  readonly baseUrl: string;
  /** Null for the simulated Graph. */
  readonly credential: TokenCredential | null;
  readonly clock: Clock;
  readonly log: Log;
  /** The id in Beckon's app manifest. */
  readonly manifestId: string;
  readonly onPermissionMissing?: (permission: Permission) => void;
}

/** An app that is uploaded anew gets another id in the catalogue. */
const CATALOGUE_KEPT = 60 * 60_000;
const DEADLINE_MS = 5_000;
/** When Graph does not say how long it is busy. */
const BUSY_WAIT = 30_000;

const REFUSED: Installation = { kind: "refused" };

/**
 * Installs Beckon through Graph, for whoever it is to write to first. Tries once: who calls comes back.
 * Source: learn.microsoft.com/microsoftteams/platform/graph-api/proactive-bots-and-messages/graph-proactive-bots-and-messages
 */
export function createGraphInstaller(options: InstallerOptions): Installer {
  const { baseUrl, credential, clock, log, manifestId, onPermissionMissing } = options;
  const warn = warnOnce(log);
  const missing = (permission: Permission) => {
    warn(permission);
    onPermissionMissing?.(permission);
  };
  const send = createBatch({ client: createGraphClient(baseUrl, credential), clock, log, missing });
  let catalogue: { readonly id: string; readonly readAt: number } | null = null;

  async function ask(question: Question): Promise<Reply> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const round = { call: "install", version: "v1.0", signal, patience: "press" } as const;
    return (await send(round, { question })).question;
  }

  async function appId(): Promise<string | Reply> {
    if (catalogue !== null && clock.now() < catalogue.readAt + CATALOGUE_KEPT) return catalogue.id;
    const question = inCatalogue(manifestId);
    const reply = await ask(question);
    const answer = read(reply, question, FirstId);
    if (!("seen" in answer)) return reply;
    if (answer.seen === null) {
      log.warn("install.not-in-catalogue", {});
      return reply;
    }
    catalogue = { id: answer.seen, readAt: clock.now() };
    return catalogue.id;
  }

  /** Null when Graph does not tell it: Teams opens the chat as well, now that Beckon is there. */
  async function chat(person: Parameters<Installer["install"]>[0], app: string): Promise<string | null> {
    const question = installationOf(person, app);
    const installation = read(await ask(question), question, FirstId);
    if (!("seen" in installation) || installation.seen === null) return null;
    const about = chatOf(person, installation.seen);
    const found = read(await ask(about), about, Id);
    return "seen" in found ? found.seen : null;
  }

  return {
    async install(person) {
      if (!isGuid(person)) return REFUSED;
      const app = await appId();
      if (typeof app !== "string") return failed(app);
      const reply = await ask(installFor(person, app, baseUrl));
      if (!succeeded(reply)) {
        catalogue = null;
        return failed(reply);
      }
      log.info("install.done", { person });
      return { kind: "installed", chat: await chat(person, app) };
    },
  };
}

/** 409: somebody was faster, or Teams has not noticed yet. */
const succeeded = (reply: Reply): boolean => "status" in reply && [200, 201, 204, 409].includes(reply.status);

/** What was no answer at all may go better later; what was refused does not. */
function failed(reply: Reply): Installation {
  if (reply.busy !== undefined) return { kind: "busy", retryAfter: reply.busy.afterMs ?? BUSY_WAIT };
  const isSilence = "failed" in reply && reply.permission === undefined;
  return isSilence ? { kind: "busy", retryAfter: BUSY_WAIT } : REFUSED;
}
