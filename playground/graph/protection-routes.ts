import { z } from "zod";
import { selected } from "./listing.ts";
import { notFound, ok } from "./reply.ts";
import type { Route } from "./route.ts";

const Page = z.object({ skip: z.number(), top: z.number() });

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
  {
    method: "POST",
    path: /^\/deviceManagement\/reports\/getRemoteAssistanceSessionsReport$/,
    version: "beta",
    permission: "DeviceManagementServiceConfig.Read.All",
    answer: ({ sessionReport: { form, columns, rows } }, _id, { body }) => {
      const { skip, top } = Page.parse(body);
      const table = {
        TotalRowCount: rows.length,
        Schema: columns.map((Column) => ({ Column, PropertyType: "String" })),
        Values: rows.slice(skip, skip + top),
        SessionId: "",
      };
      return ok(form === "table" ? table : { value: Buffer.from(JSON.stringify(table)).toString("base64") });
    },
  },
];
