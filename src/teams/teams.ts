import type { AddressInfo } from "node:net";
import type { ActionDefinition, BotDeps, Caller, Command, Reply, TypedMessage } from "../bot/action.ts";
import type { FileLinks } from "../bot/file-links.ts";
import type { Introduction, NewTeam } from "../bot/introduce.ts";
import type { CardContent } from "../cards/catalog.ts";
import type { IdempotencyKey } from "../domain/ticket/ids.ts";
import { isLoopback } from "../ports/loopback.ts";
import type { Messenger, Roster } from "../ports/messenger.ts";
import { createArrivals } from "./arrivals.ts";
import { insistOnIdentity, type TeamsConfig } from "./config.ts";
import { type AskAbout, createDialogTurn } from "./dialog-turn.ts";
import { faultFields, newReference } from "./fault.ts";
import type { Ready } from "./health-routes.ts";
import { measured } from "./measured-turns.ts";
import { createPace } from "./pace.ts";
import { createSdk } from "./sdk.ts";
import { createSearchTurn, type Search } from "./search-turn.ts";
import { createServer } from "./server.ts";
import { createTurns } from "./turns.ts";

interface TeamsOptions {
  readonly config: TeamsConfig;
  readonly deps: BotDeps;
  /** From `createConnector`; the delivery sends through the same one. */
  readonly messenger: Messenger;
  readonly roster: Roster;
  readonly actions: readonly ActionDefinition[];
  readonly commands: readonly Command[];
  /** Answers typed text, also in a channel, that is no command. */
  readonly otherwise: (message: TypedMessage, deps: BotDeps) => Promise<Reply>;
  /** A message that its author removed in Teams. */
  readonly removeSent: (source: IdempotencyKey, deps: BotDeps) => Promise<unknown>;
  /** The search in the compose box. */
  readonly search: Search;
  /** The form that a message opens. */
  readonly askAbout: AskAbout;
  /** Handles change notifications of Microsoft Graph; without it their address does not exist. */
  readonly notified?: (body: unknown) => boolean;
  readonly openFile?: FileLinks["open"];
  /** Answers `/readyz`; without it that address does not exist. */
  readonly ready?: Ready;
  /** The card that greets a person who installed Beckon; the name may be "". */
  readonly welcome: (caller: Caller) => CardContent | Promise<CardContent>;
  /** The card for a team that Beckon was added to. */
  readonly introduce: (team: NewTeam) => Promise<Introduction>;
}

export interface Teams {
  /** @throws when anybody could be believed and the address is not loopback. */
  listen(port: number, host: string): Promise<Listening>;
}

export interface Listening {
  readonly url: string;
  /** Takes no new turns and finishes those in flight. */
  close(): Promise<void>;
}

/** @throws when the configuration would let anybody in. */
export function createTeams(options: TeamsOptions): Teams {
  const { config, deps } = options;
  insistOnIdentity(config);
  const { log } = deps;
  const arrivals = createArrivals(options);
  const pace = config.pace === null ? () => "take" as const : createPace(config.pace);
  const handle = createSdk(
    createTurns({ ...options, arrivals, pace }),
    createSearchTurn({ ...options, pace }),
    createDialogTurn({ ...options, pace }),
    (fault) => log.error("turn.failed", { reference: newReference(), ...faultFields(fault) }),
  );
  const run = measured(handle, log);

  return {
    async listen(port, host) {
      if (config.anonymous && !isLoopback(host)) {
        throw new Error(`Teams: without tokens Beckon listens on loopback only, not on ${host}`);
      }
      const server = createServer(config, log, run, options);
      await server.listen({ port, host });
      const { port: actual } = server.server.address() as AddressInfo;
      const name = host.includes(":") ? `[${host}]` : host;
      return { url: `http://${name}:${actual}`, close: () => server.close() };
    },
  };
}
