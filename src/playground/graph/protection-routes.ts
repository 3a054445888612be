import { selected } from "./listing.ts";
import { notFound, ok } from "./reply.ts";
import type { Route } from "./routes.ts";

/** What is asked only for checks that are off by default. */
export const PROTECTION_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/identityProtection\/riskyUsers\/([^/]+)$/,
    permission: "IdentityRiskyUser.Read.All",
    answer: ({ people }, id, call) => {
      const risk = people.find((person) => person.id === id)?.risk ?? null;
      return risk === null ? notFound(id) : ok(selected({ id, ...risk }, call));
    },
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/remoteAssistanceSettings$/,
    version: "beta",
    permission: "DeviceManagementServiceConfig.Read.All",
    // Wrapped, as the reference shows it, although the type says otherwise.
    answer: ({ remoteHelp }, _id, call) =>
      ok({ value: selected({ id: "remote-assistance", ...remoteHelp }, call) }),
  },
];
