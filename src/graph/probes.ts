import { type PersonId, personId } from "../domain/ticket/ids.ts";
import { sampleOfDevices } from "./devices.ts";
import { riskOf, SETTINGS } from "./gather-facts.ts";
import { inCatalogue, installationOf } from "./graph-installer.ts";
import { aGroup, groupsOfDevice } from "./groups.ts";
import { anyPerson, photoQuestion } from "./people.ts";
import type { Permission } from "./permissions.ts";
import { guid, listOf, type Question, select, type Version } from "./question.ts";
import { DEFINITIONS } from "./roles.ts";
import { credentialEnds } from "./secret-end.ts";

/** What the probes ask about; nobody where the company has nobody yet. */
export interface ProbeSubjects {
  readonly helper: PersonId | null;
  readonly helpersGroupId: string;
  /** The app that asks, by its client id. */
  readonly appId: string | null;
  /** The id in Beckon's app manifest. */
  readonly manifestId: string | null;
}

export interface Probe {
  readonly version: Version;
  readonly question: Question<unknown>;
}

/** Exists nowhere: Graph checks the permission before it looks, and answers 404 then. */
const NOTHING = "00000000-0000-4000-8000-000000000000";

/** Source: learn.microsoft.com/graph/api/directoryrole-list; every tenant has at least one role in use. */
const ACTIVE_ROLES: Question<readonly string[]> = {
  url: `/directoryRoles?${select("id", "roleTemplateId")}`,
  permission: "RoleManagement.Read.Directory",
  read: listOf({ id: guid, roleTemplateId: guid }, ({ id }) => id),
};

/** One cheap question for each permission, that changes nothing. Null when it cannot be tried without a change. */
export function probeOf(permission: Permission, subjects: ProbeSubjects): Probe | null {
  const helper = subjects.helper ?? personId(NOTHING);
  const asked = (question: Question<unknown>, version: Version = "v1.0"): Probe => ({
    version,
    question: { absent: null, ...question },
  });
  switch (permission) {
    case "User.Read.All":
      return asked(anyPerson);
    case "GroupMember.Read.All":
      return asked(aGroup(subjects.helpersGroupId));
    case "DeviceManagementManagedDevices.Read.All":
      return asked(sampleOfDevices(1));
    case "DeviceManagementRBAC.Read.All":
      return asked(DEFINITIONS, "beta");
    case "Device.Read.All":
      return asked(groupsOfDevice(NOTHING));
    case "RoleManagement.Read.Directory":
      return asked(ACTIVE_ROLES);
    case "IdentityRiskyUser.Read.All":
      return asked(riskOf(helper));
    case "DeviceManagementServiceConfig.Read.All":
      return asked(SETTINGS, "beta");
    case "ProfilePhoto.Read.All":
      return asked(photoQuestion(helper));
    case "AppCatalog.Read.All":
      return subjects.manifestId === null ? null : asked(inCatalogue(subjects.manifestId));
    case "TeamsAppInstallation.ReadWriteSelfForUser.All":
      return subjects.manifestId === null ? null : asked(installationOf(helper, subjects.manifestId));
    case "Group.Read.All":
      return null;
    case "Application.Read.All":
      return subjects.appId === null ? null : asked(credentialEnds(subjects.appId));
  }
}
