import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { en } from "../../src/cards/text/en/index.ts";
import { PERMISSIONS, type Permission } from "../../src/graph/permissions.ts";
import { LICENSED } from "../company.ts";
import { changeChecks, leverState, passTime } from "./console-levers.ts";
import { pageFile } from "./console-page.ts";
import { type Control, NoSuchThing } from "./control.ts";
import { Faults } from "./faults.ts";
import { ODD_ANSWERS } from "./odd-answers.ts";
import { badRequest, error, type Json, notFound, ok, type Reply } from "./reply.ts";
import { addReportRow, ReportRow, removeReportRow } from "./report-rows.ts";
import { LIFECYCLE_EVENTS } from "./subscriptions.ts";

/** Only what a person would change by hand; ids stay. */
const PersonChange = z.strictObject({
  displayName: z.string().min(1).optional(),
  jobTitle: z.string().nullable().optional(),
  accountEnabled: z.boolean().optional(),
  userType: z.string().nullable().optional(),
  assignedPlans: z
    .array(z.strictObject({ servicePlanId: z.guid(), capabilityStatus: z.string(), service: z.string() }))
    .optional(),
  manager: z.guid().nullable().optional(),
  photo: z.boolean().optional(),
  directoryRoles: z.array(z.guid()).optional(),
  risk: z.strictObject({ riskLevel: z.string(), riskState: z.string() }).nullable().optional(),
});

const DeviceChange = z.strictObject({
  userId: z.string().optional(),
  operatingSystem: z.string().optional(),
  osVersion: z.string().optional(),
  complianceState: z.string().optional(),
  managementState: z.string().optional(),
  deviceRegistrationState: z.string().optional(),
  deviceEnrollmentType: z.string().optional(),
  checkedInDaysAgo: z.number().min(0).optional(),
  jailBroken: z.string().optional(),
  isEncrypted: z.boolean().optional(),
  partnerReportedThreatState: z.string().optional(),
  betaEnrollmentType: z.string().nullable().optional(),
  enrolledBy: z.guid().optional(),
});

const Lifecycle = z.strictObject({ event: z.enum(LIFECYCLE_EVENTS) });

const RemoteHelpChange = z.strictObject({ remoteAssistanceState: z.string().optional() });

/**
 * The console page, and the levers that it pulls over HTTP. JSON only, so that a page from elsewhere in the same browser
 * cannot pull them.
 *
 *     GET    /_console/                            the page
 *     GET    /_console/state                       PUT    /_console/faults
 *     PATCH  /_console/people/ID, devices/ID       DELETE /_console/devices/ID
 *     PATCH  /_console/remote-help
 *     PUT, DELETE /_console/groups/ID/members/ID   POST   /_console/reset
 *     PATCH  /_console/checks                      {"device-encrypted": "deny"}: what Beckon looks at
 *     POST   /_console/time                        {"minutes": 30}: time goes on, for Beckon and for Graph
 *     POST   /_console/report                      DELETE /_console/report/ID, of Intune's report of sessions
 *     POST   /_console/lifecycle                   {"event": …} of every subscription to changes
 */
export function answerConsole(control: Control, request: IncomingMessage, path: string, body: Json): Reply {
  const { method = "GET", headers } = request;
  if (method !== "GET" && !headers["content-type"]?.startsWith("application/json")) {
    return error(415, "UnsupportedMediaType", "Send application/json.");
  }
  if (method === "GET" && !path.endsWith("/state")) return pageFile(path);
  try {
    return act(control, method, path.split("/").slice(2), body);
  } catch (reason) {
    if (reason instanceof z.ZodError) return badRequest(z.prettifyError(reason));
    if (reason instanceof NoSuchThing) return notFound(reason.message);
    throw reason;
  }
}

function act(control: Control, method: string, [what, id = "", , member = ""]: string[], body: Json): Reply {
  switch (`${method} ${what}`) {
    case "GET state":
      return state(control);
    case "PUT faults":
      control.faults.set(changeIn(Faults.partial(), body));
      return state(control);
    case "POST reset":
      control.reset();
      return state(control);
    case "POST lifecycle":
      control.lifecycle(Lifecycle.parse(body).event);
      return state(control);
    case "PATCH people":
      control.editPerson(id, changeIn(PersonChange, body));
      return state(control);
    case "PATCH devices":
      control.editDevice(id, changeIn(DeviceChange, body));
      return state(control);
    case "PATCH checks":
      changeChecks(control.levers, body);
      return state(control);
    case "POST time":
      passTime(control.levers, body);
      return state(control);
    case "POST report":
      addReportRow(control.tenant(), control.levers.clock.now(), ReportRow.parse(body));
      return state(control);
    case "DELETE report":
      removeReportRow(control.tenant(), id);
      return state(control);
    case "PATCH remote-help":
      control.editRemoteHelp(changeIn(RemoteHelpChange, body));
      return state(control);
    case "DELETE devices":
      control.removeDevice(id);
      return state(control);
    case "PUT groups":
      control.join(id, member);
      return state(control);
    case "DELETE groups":
      control.leave(id, member);
      return state(control);
    default:
      return notFound(`${method} ${what}`);
  }
}

const state = (control: Control): Reply =>
  ok({
    ...leverState(control.levers),
    faults: control.faults.current(),
    ...control.tenant(),
    subscriptions: control.tenant().subscriptions.map(({ clientState: _, ...shown }) => shown),
    oddAnswers: Object.entries(ODD_ANSWERS).map(([name, { title }]) => ({ name, title })),
    permissions: (Object.keys(PERMISSIONS) as Permission[]).map((name) => ({
      name,
      without: en[`permission.${name}`],
    })),
    licence: LICENSED,
    requests: control
      .requests()
      .slice(-50)
      .map((request) => ({ ...request, items: [...request.items] })),
  } as unknown as Json);

/** JSON has no `undefined`: what the shape calls optional is either there or not. */
type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };
const changeIn = <T extends object>(shape: z.ZodType<T>, body: Json) => shape.parse(body) as Given<T>;
