import { PEOPLE_IDS } from "../company.ts";
import { error, type Json, ok, type Reply } from "./reply.ts";

/** An answer that real tenants get from Graph now and then, rebuilt from the public record. */
interface OddAnswer {
  readonly title: string;
  /** Matched against `GET v1.0 /users/…`. */
  readonly on: RegExp;
  answer(reply: Reply): Reply;
}

type Row = Record<string, Json>;

const HTML =
  "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head><body><h2>Our services aren't available right now</h2></body></html>";

const isRow = (value: Json | undefined): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Changes one object, or every row of a list, when Graph had an answer at all. */
const rows =
  (change: (row: Row) => Row) =>
  (reply: Reply): Reply => {
    const { body } = reply;
    if (reply.status !== 200 || Buffer.isBuffer(body) || !isRow(body)) return reply;
    if (!Array.isArray(body.value)) return { ...reply, body: change(body) };
    return {
      ...reply,
      body: { ...body, value: body.value.map((row) => (isRow(row) ? change(row) : row)) },
    };
  };

const list =
  (change: (value: Json[]) => Json[]) =>
  (reply: Reply): Reply => {
    const { body } = reply;
    if (reply.status !== 200 || Buffer.isBuffer(body) || !isRow(body) || !Array.isArray(body.value))
      return reply;
    return { ...reply, body: { ...body, value: change(body.value) } };
  };

const responses =
  (change: (one: Row) => Row | null) =>
  (reply: Reply): Reply => {
    const { body } = reply;
    if (Buffer.isBuffer(body) || !isRow(body) || !Array.isArray(body.responses)) return reply;
    const changed = body.responses.flatMap((one) => (isRow(one) ? (change(one) ?? []) : one));
    return { ...reply, body: { ...body, responses: changed } };
  };

const withFields = (fields: Row) => rows((row) => ({ ...row, ...fields }));
const onlyIds = rows((row) => {
  const others = Object.keys(row).filter((name) => name !== "id" && !name.startsWith("@"));
  return {
    ...row,
    ...Object.fromEntries(others.map((name) => [name, Array.isArray(row[name]) ? [] : null])),
  };
});
const refused = (status: number, code: string, message: string) => () => error(status, code, message);
/** The batch item of the device, whatever the others answer. */
const ofDevice = (fields: Row) => responses((one) => (one.id === "device" ? { ...one, ...fields } : one));

const PERSON =
  /^GET v1\.0 \/(users\/[^/]+|users|users\/[^/]+\/manager|groups\/[^/]+\/transitiveMembers\/.+)$/;
const ONE_PERSON = /^GET v1\.0 \/users\/[^/]+$/;
const DEVICE = /^GET v1\.0 \/(users\/[^/]+\/managedDevices|deviceManagement\/managedDevices\/[^/]+)$/;
const DEVICES_OF = /^GET v1\.0 \/users\/[^/]+\/managedDevices$/;
const DEFINITIONS = /^GET beta \/deviceManagement\/roleDefinitions$/;
const OF_DEFINITION = /^GET beta \/deviceManagement\/roleDefinitions\/b1[^/]+\/roleAssignments$/;
const ASSIGNMENTS = /^GET beta \/deviceManagement\/roleAssignments$/;
const BATCH = /^POST \S+ \/\$batch$/;
const REPORT = /getRemoteAssistanceSessionsReport$/;
const APP_ACTIONS = ["ViewScreen", "TakeFullControl", "Elevation", "Unattended"].map(
  (action) => `Microsoft.Intune_RemoteAssistanceApp_${action}`,
);

/** Rows of Intune's report that lack what a comparison needs, beside the good ones. */
function oddReport(reply: Reply): Reply {
  const { body } = reply;
  if (Buffer.isBuffer(body) || !isRow(body) || !Array.isArray(body.Values)) return reply;
  const [began, ended] = ["2026-11-24T06:20:00.000Z", "2026-11-24T06:30:00.000Z"];
  const odd: Json[] = [
    ["row-dashes", "hana@halden.example", "--", began, "--", "--"],
    ["row-dedicated", "hana@halden.example", null, began, ended, null],
    ["row-no-start", "hana@halden.example", "paul@halden.example", "", "", ""],
  ];
  return ok({
    ...body,
    TotalRowCount: Number(body.TotalRowCount) + odd.length,
    Values: [...body.Values, ...odd],
  });
}

export const ODD_ANSWERS = {
  "user-type-null": {
    title: "Old accounts have no userType",
    on: PERSON,
    answer: withFields({ userType: null }),
  },
  "users-hidden": { title: "Members are told by id only, without a 403", on: PERSON, answer: onlyIds },
  "roles-hidden": {
    title: "Directory roles are told by id only, without a 403",
    on: /directoryRole$/,
    answer: list((value) =>
      (value.length > 0 ? value : [{ id: "b7a5c1de-0000-4000-8000-000000000001" }]).map((row) => ({
        ...(isRow(row) ? row : {}),
        displayName: null,
        roleTemplateId: null,
      })),
    ),
  },
  enroller: {
    title: "Devices name the one who enrolled them (Hugo) as their user",
    on: DEVICE,
    answer: withFields({ userId: PEOPLE_IDS.hugo }),
  },
  "no-primary-user": {
    title: "Devices are shared: no primary user",
    on: /^GET v1\.0 \/deviceManagement\/managedDevices\/[^/]+\/users$/,
    answer: list(() => []),
  },
  "just-enrolled": {
    title: "Devices are only half enrolled",
    on: DEVICE,
    answer: withFields({
      complianceState: "unknown",
      deviceRegistrationState: "notRegisteredPendingEnrollment",
      lastSyncDateTime: "0001-01-01T00:00:00Z",
    }),
  },
  twins: {
    title: "A laptop is listed twice after it was enrolled again",
    on: DEVICES_OF,
    answer: list((value) =>
      value.flatMap((row) =>
        isRow(row)
          ? [
              {
                ...row,
                id: String(row.id).replace(/..$/, "aa"),
                lastSyncDateTime: "2026-01-01T00:00:00Z",
              },
              row,
            ]
          : [],
      ),
    ),
  },
  "upper-case": {
    title: "Ids come in capitals",
    on: /\/(users|groups|deviceManagement|devices)/,
    answer: (reply) =>
      reply.status !== 200 || Buffer.isBuffer(reply.body)
        ? reply
        : {
            ...reply,
            body: JSON.parse(
              JSON.stringify(reply.body).replace(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, (id) =>
                id.toUpperCase(),
              ),
            ),
          },
  },
  external: {
    title: "People come from another organisation as members",
    on: ONE_PERSON,
    answer: withFields({ userPrincipalName: "someone_partner.example#EXT#@halden.onmicrosoft.com" }),
  },
  "plan-nulls": {
    title: "A licence without an id stands beside the good one",
    on: ONE_PERSON,
    answer: rows((row) => ({
      ...row,
      assignedPlans: [
        { servicePlanId: null, capabilityStatus: null, service: null },
        ...(Array.isArray(row.assignedPlans) ? row.assignedPlans : []),
      ],
    })),
  },
  "unknown-plan": {
    title: "People have a suite that Beckon does not know",
    on: ONE_PERSON,
    answer: withFields({
      assignedPlans: [
        {
          servicePlanId: "c1ec4a95-1f05-45b3-a911-aa3fa01094f5",
          capabilityStatus: "Enabled",
          service: "SCO",
        },
      ],
    }),
  },
  "app-blocked": {
    title: "A Teams policy blocks the app",
    on: /^POST v1\.0 \/users\/[^/]+\/teamwork\/installedApps$/,
    answer: refused(403, "Forbidden", "App is blocked by app permission policy. AppType: Private"),
  },
  "risk-unlicensed": {
    title: "No licence for Entra ID Protection",
    on: /riskyUsers/,
    answer: refused(403, "Forbidden", "Your tenant is not licensed for this feature."),
  },
  "intune-401": {
    title: "Intune alone answers 401",
    on: /^GET \S+ .*(managedDevices|deviceManagement)/,
    answer: refused(401, "UnknownError", '{"ErrorCode":"Forbidden","Message":"An error has occurred"}'),
  },
  "intune-unlicensed": {
    title: "The tenant has no Intune",
    on: /^GET \S+ .*(managedDevices|deviceManagement)/,
    answer: refused(400, "BadRequest", "Request not applicable to target tenant."),
  },
  "role-400": {
    title: "The assignments of one role answer 400",
    on: OF_DEFINITION,
    answer: refused(400, "No method match route template", "No OData route exists that match template"),
  },
  "role-404": {
    title: "The assignments of one role answer 404",
    on: OF_DEFINITION,
    answer: refused(404, "ResourceNotFound", "An error has occurred"),
  },
  "role-nulls": {
    title: "One role has no name and no permissions",
    on: DEFINITIONS,
    answer: list((value) => [
      ...value,
      { id: "b1000000-0000-4000-8000-0000000000aa", displayName: null, rolePermissions: null },
      {
        id: "b1000000-0000-4000-8000-0000000000ab",
        displayName: null,
        rolePermissions: [{ resourceActions: [] }],
      },
    ]),
  },
  "role-app-only": {
    title: "Roles hold the app's permissions only",
    on: DEFINITIONS,
    answer: withFields({
      rolePermissions: [
        { resourceActions: [{ allowedResourceActions: APP_ACTIONS, notAllowedResourceActions: [] }] },
      ],
    }),
  },
  "scope-unknown": {
    title: "Role assignments have a kind of scope that is new",
    on: ASSIGNMENTS,
    answer: withFields({ scopeType: "unknownFutureValue", resourceScopes: [] }),
  },
  "hidden-membership": {
    title: "The helpers' group hides its members",
    on: /(checkMemberGroups|\/groups\/[^/]+(\/transitiveMembers\/.+)?)$/,
    answer: (reply) =>
      list(() => [])(
        rows((row) => ("displayName" in row ? { ...row, visibility: "HiddenMembership" } : row))(reply),
      ),
  },
  "groups-wrong": {
    title: "The groups' ids name no group",
    on: /(checkMemberGroups|\/groups\/[^/]+(\/transitiveMembers\/.+)?)$/,
    answer: (reply) =>
      reply.status === 200 &&
      !Buffer.isBuffer(reply.body) &&
      isRow(reply.body) &&
      "@odata.context" in reply.body
        ? error(404, "Request_ResourceNotFound", "Resource does not exist.")
        : isRow(reply.body as Json) && "displayName" in (reply.body as Row)
          ? error(404, "Request_ResourceNotFound", "Resource does not exist.")
          : list(() => [])(reply),
  },
  "subscription-too-long": {
    title: "Subscriptions may last three days only",
    on: /^POST v1\.0 \/subscriptions$/,
    answer: refused(400, "ExtensionError", "Subscription expiration can only be 4230 minutes in the future."),
  },
  "subscription-quota": {
    title: "No subscription is left in the tenant's quota",
    on: /^POST v1\.0 \/subscriptions$/,
    answer: refused(
      403,
      "ExtensionError",
      "Operation: Create; Exception: [Maximum number of subscriptions has been reached]",
    ),
  },
  "report-odd-rows": {
    title: "Intune's report has rows without recipient or start",
    on: REPORT,
    answer: oddReport,
  },
  "report-sample": {
    title: "Intune's report is the reference's sample",
    on: REPORT,
    answer: () =>
      ok({
        value: Buffer.from("getRemoteAssistanceSessionsReport Intune Doc Sample -1772010045").toString(
          "base64",
        ),
      }),
  },
  endless: {
    title: "Lists have no end",
    on: /(managedDevices|roleAssignments|roleDefinitions)$/,
    answer: (reply) => reply, // the link is added where the address of the list is known
  },
  "html-503": {
    title: "Every request answers 503 in HTML",
    on: BATCH,
    answer: () => ({ status: 503, headers: { "content-type": "text/html" }, body: Buffer.from(HTML) }),
  },
  "html-200": {
    title: "Every request answers 200 in HTML",
    on: BATCH,
    answer: () => ({ status: 200, headers: { "content-type": "text/html" }, body: Buffer.from(HTML) }),
  },
  "html-item": {
    title: "The device's answer is HTML",
    on: BATCH,
    answer: ofDevice({ status: 504, body: HTML }),
  },
  "base64-item": {
    title: "The device's answer is base64",
    on: BATCH,
    answer: ofDevice({ status: 503, body: Buffer.from(HTML).toString("base64") }),
  },
  "missing-item": {
    title: "The device's answer is left out",
    on: BATCH,
    answer: responses((one) => (one.id === "device" ? null : one)),
  },
} as const satisfies Readonly<Record<string, OddAnswer>>;

export type OddAnswerName = keyof typeof ODD_ANSWERS;
export const ODD_ANSWER_NAMES = Object.keys(ODD_ANSWERS) as OddAnswerName[];

interface Asked {
  readonly method: string;
  readonly version: string;
  readonly path: string;
  /** Where a list that has no end continues. */
  readonly here: string;
}

/** What Graph would have answered, as the chosen oddities have it. */
export function oddly(
  chosen: readonly OddAnswerName[],
  { method, version, path, here }: Asked,
  reply: Reply,
): Reply {
  let answer = reply;
  for (const name of chosen) {
    const odd: OddAnswer = ODD_ANSWERS[name];
    if (!odd.on.test(`${method} ${version} ${path}`)) continue;
    answer = name === "endless" ? withLink(answer, here) : odd.answer(answer);
  }
  return answer;
}

function withLink(reply: Reply, here: string): Reply {
  const { body } = reply;
  return Buffer.isBuffer(body) || !isRow(body)
    ? reply
    : { ...reply, body: { ...body, "@odata.nextLink": here } };
}
